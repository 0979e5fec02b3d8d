import type { Diagnostic as CompilerDiagnostic, Project, SourceFile } from "ts-morph";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { runtimeModule } from "./runtime-module.js";

/** The part of a generated file that is looked at. */
export interface EmittedFile {
  readonly path: string;
  readonly content: string;
  /** Full name of the table; null for files of the runtime. */
  readonly table: string | null;
}

/** Where a module finds the runtime that it imports from the package. */
const packagedRuntime = "/node_modules/gen-producers/runtime.ts";

const packagedProducer = "/node_modules/gen-producers/producer.ts";

/** As much of the producer as a module can get wrong; its own types would have to be read with all they rest on. */
const producerTypes = `import type { TableCodec } from "gen-producers/runtime";

export interface ProducerOptions<Row> {
  readonly partitionBy?: (row: Row) => string;
}

export interface Producer<Row> {
  send(row: Row): Promise<void>;
}

export declare function openProducer<Row>(
  codec: TableCodec<Row>,
  options: ProducerOptions<Row>,
): Promise<Producer<Row>>;
`;

/**
 * Type-checks emitted modules under the strictest flags, in memory. Takes seconds: the compiler is loaded for it.
 * A diagnostic here is a fault of the generator, not of the tables.
 */
export async function verifyFiles(files: readonly EmittedFile[]): Promise<readonly Diagnostic[]> {
  const modules = files.filter(({ path }) => path.endsWith(".ts"));
  if (modules.length === 0) return [];
  const project = await createProject();
  const tables = new Map<SourceFile, string | null>();
  for (const { path, content, table } of modules) tables.set(project.createSourceFile(`/out/${path}`, content), table);
  project.createSourceFile(packagedRuntime, runtimeModule());
  project.createSourceFile(packagedProducer, producerTypes);
  return project.getPreEmitDiagnostics().map((found) => describe(found, tables));
}

async function createProject(): Promise<Project> {
  const { ModuleKind, ModuleResolutionKind, Project, ScriptTarget } = await import("ts-morph");
  return new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      target: ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      types: [],
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      paths: {
        "gen-producers/runtime": [packagedRuntime],
        "gen-producers/producer": [packagedProducer],
      },
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noPropertyAccessFromIndexSignature: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      allowUnreachableCode: false,
      allowUnusedLabels: false,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      erasableSyntaxOnly: true,
    },
  });
}

function describe(found: CompilerDiagnostic, tables: ReadonlyMap<SourceFile, string | null>): Diagnostic {
  const source = found.getSourceFile();
  const table = source === undefined ? null : (tables.get(source) ?? null);
  const message = found.getMessageText();
  const text = typeof message === "string" ? message : message.getMessageText();
  return diagnostic("GP4901", `The emitted code does not compile: ${text} (TS${found.getCode()})`, {
    hint: "This is a fault of gen-producers: please report it with the definition of the table.",
    ...(source === undefined ? {} : placeOf(found, source)),
    ...(table === null ? {} : { table }),
  });
}

/** The file as the output names it, and the place in it. */
function placeOf(found: CompilerDiagnostic, source: SourceFile): Pick<Diagnostic, "file" | "span"> {
  const file = source.getFilePath().replace("/out/", "");
  const start = found.getStart();
  if (start === undefined) return { file };
  const { line, column } = source.getLineAndColumnAtPos(start);
  return { file, span: { start, end: start + (found.getLength() ?? 1), line, column } };
}
