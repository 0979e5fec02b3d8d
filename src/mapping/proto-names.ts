/** What protobuf accepts as the name of a field, and the service as the name of a table or column. */
const protoIdentifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a name can be a protobuf field name as it is. */
export function isProtoIdentifier(name: string): boolean {
  return protoIdentifier.test(name);
}

/**
 * `air_quality` → `AirQuality`. Everything but ASCII letters and digits separates words; a name all in capitals is
 * read as lower case; a leading digit gets `_` before it; a name with nothing to keep becomes `Table`.
 */
export function pascalCase(name: string): string {
  return startWithLetter(nameWords(name).map(capitalise).join(""));
}

/** `air_quality` → `airQuality`, `URLHits` → `urlHits`; otherwise as `pascalCase`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = nameWords(name);
  const start = first.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (capitals) => capitals.toLowerCase());
  return startWithLetter([start, ...rest.map(capitalise)].join(""));
}

function nameWords(name: string): readonly string[] {
  const spelled = /[a-z]/.test(name) ? name : name.toLowerCase();
  const words = spelled.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.length === 0 ? ["table"] : words;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function startWithLetter(name: string): string {
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** Name protobuf compilers give the entry message of a map field (`MapEntryName` of protoc's parser). */
export function mapEntryName(field: string): string {
  const words = field.split("_").map(capitalise);
  return `${words.join("")}Entry`;
}

/** The names in one message that a nested message must not have. */
export interface TakenNames {
  /** Fields share a scope with messages. */
  readonly fields: ReadonlySet<string>;
  /** In lower case: the files Java makes of messages must differ where file systems ignore case. */
  readonly messages: Set<string>;
}

/** The first of `base`, `base2`, `base3`, … that is not taken; it is taken from then on. */
export function claimMessageName(base: string, { fields, messages }: TakenNames): string {
  let name = base;
  for (let suffix = 2; fields.has(name) || messages.has(name.toLowerCase()); suffix++) name = `${base}${suffix}`;
  messages.add(name.toLowerCase());
  return name;
}

/**
 * Words that C++, Java, Python or Go refuses in a package or namespace. protoc repairs some of them for some of these
 * languages; a name that needs no repair is right in all. `main` is the entry point of C++, where a namespace cannot
 * have that name beside it, and of Go, where a package of that name cannot be imported.
 */
const packageReserved = new Set(
  (
    "abstract alignas alignof and and_eq as asm assert async auto await bitand bitor bool boolean break byte " +
    "case catch chan char char16_t char32_t char8_t class co_await co_return co_yield compl concept const " +
    "const_cast consteval constexpr constinit continue decltype def default defer del delete do double " +
    "dynamic_cast elif else enum except explicit export extends extern fallthrough false final finally float for " +
    "friend from func global go goto if implements import in inline instanceof int interface is lambda long main " +
    "map mutable namespace native new noexcept nonlocal not not_eq null nullptr operator or or_eq package pass " +
    "private protected public raise range register reinterpret_cast requires return select short signed sizeof " +
    "static static_assert static_cast strictfp struct super switch synchronized template this thread_local throw " +
    "throws transient true try type typedef typeid typename union unsigned using var virtual void volatile " +
    "wchar_t while with xor xor_eq yield"
  ).split(" "),
);

/** One part of a protobuf package: other characters become `_`, reserved words get `_` appended. */
export function packagePart(name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9_]/g, "_");
  const started = /^[0-9]/.test(ascii) || ascii === "" ? `_${ascii}` : ascii;
  return packageReserved.has(started) ? `${started}_` : started;
}
