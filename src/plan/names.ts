import { runtimeFunctions, runtimeTypes } from "../mapping/runtime-names.js";
import { identifier, type Identifier } from "./text.js";

/** Names on `Object.prototype`: every object has them, so they say nothing about an object's own keys. */
export const objectPrototypeNames: ReadonlySet<string> = new Set([
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

/** Reserved words of ECMAScript modules, and of TypeScript where a type or a binding is declared. */
const reservedWords =
  "abstract any arguments as asserts assert async await bigint boolean break case catch class const constructor " +
  "continue debugger declare default delete do else enum eval export extends false finally for from function get " +
  "if implements import in infer instanceof interface intrinsic is keyof let module namespace never new null number " +
  "object of out override package private protected public readonly require return satisfies set static string " +
  "super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield";

/** Globals that generated code uses or that a reader would take for the global. */
const globals =
  "AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean Buffer DataView Date Error " +
  "EvalError Exclude Extract FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array " +
  "Int8Array Intl Iterable Iterator JSON Map Math NaN NonNullable Number Object Omit Partial Pick Promise Proxy " +
  "RangeError Readonly ReadonlyArray ReadonlyMap ReadonlySet Record ReferenceError Reflect RegExp Required Set " +
  "SharedArrayBuffer String Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array Uint8Array " +
  "Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly console decodeURI decodeURIComponent encodeURI " +
  "encodeURIComponent exports global globalThis isFinite isNaN parseFloat parseInt process self window";

/** What a module imports of the producer, whether or not it opens one: names do not depend on options. */
const producerNames: readonly string[] = ["Producer", "ProducerOptions", "openProducer"];

const moduleReserved: ReadonlySet<string> = new Set([
  ...reservedWords.split(" "),
  ...globals.split(" "),
  ...objectPrototypeNames,
  ...runtimeFunctions,
  ...runtimeTypes,
  ...producerNames,
]);

/** Names of one module: gives out each name once. */
export interface NameScope {
  /** The base itself, or `base$`, `base$1`, `base$2`, … whichever is free first. */
  readonly claim: (base: string) => Identifier;
}

/** A scope in which the words of the language, its globals and the names of the runtime and the producer are taken. */
export function moduleScope(): NameScope {
  const given = new Set<string>();
  return {
    claim: (base) => {
      const name = firstFree(base, (each) => moduleReserved.has(each) || given.has(each));
      given.add(name);
      return identifier(name);
    },
  };
}

function firstFree(base: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(base)) return base;
  if (!isTaken(`${base}$`)) return `${base}$`;
  for (let attempt = 1; ; attempt++) if (!isTaken(`${base}$${attempt}`)) return `${base}$${attempt}`;
}
