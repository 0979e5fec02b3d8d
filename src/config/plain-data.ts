import type { ConfigPath, Problem } from "./problem.js";
import { oneLine, readThrown } from "./value-text.js";

export interface PlainData {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** No list of a configuration is nearly as long; a proxy may claim any length. */
const longest = 100_000;

/**
 * A copy made of plain objects and arrays, so that whatever code a configuration holds (accessors, proxies) runs once and
 * here. Keys without a value are left out. Instances of classes stay as they are, and satisfy no check.
 */
export function plainData(value: unknown): PlainData {
  const copier = new Copier();
  return { value: copier.copy(value, []), problems: copier.problems };
}

/** Whether a value is an object in the sense of JSON: not an array, not an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A module's namespace has no prototype; an object of another realm has one that ends there.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

class Copier {
  readonly problems: Problem[] = [];
  /** Copies by original; `undefined` while one is under way. */
  private readonly copies = new Map<object, unknown>();

  copy(value: unknown, path: ConfigPath): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (this.copies.has(value)) return this.again(value, path);
    this.copies.set(value, undefined);
    const copy = this.guarded(path, () => this.copyObject(value, path));
    this.copies.set(value, copy ?? null);
    return copy;
  }

  private again(value: object, path: ConfigPath): unknown {
    const copy = this.copies.get(value);
    if (copy === undefined) this.report(path, "the value contains itself");
    return copy ?? undefined;
  }

  private copyObject(value: object, path: ConfigPath): unknown {
    if (Array.isArray(value)) return this.copyArray(value, path);
    if (!isPlainObject(value)) return value;
    const entries = Object.keys(value).map((key): [string, unknown] => [key, this.member(value, key, path)]);
    return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
  }

  private copyArray(value: readonly unknown[], path: ConfigPath): unknown {
    if (value.length > longest) {
      this.report(path, `the list has more than ${String(longest)} elements`);
      return undefined;
    }
    return Array.from({ length: value.length }, (_, index) => this.member(value, index, path));
  }

  private member(value: object, key: string | number, path: ConfigPath): unknown {
    const below = [...path, key];
    const member = this.guarded(below, () => Reflect.get(value, key) as unknown);
    return this.copy(member, below);
  }

  private report(path: ConfigPath, message: string): void {
    this.problems.push({ path, message, part: "value", hint: null });
  }

  private guarded<Result>(path: ConfigPath, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.report(path, `the value cannot be read: ${oneLine(readThrown(error).message)}`);
      return undefined;
    }
  }
}
