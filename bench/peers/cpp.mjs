/**
 * C++ protobuf: a program that is compiled for the shape, fills one message from a struct and serialises it into one
 * buffer, or parses into one message. It runs beside this process and measures a round whenever it is told to.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { cppSource } from "./cpp-source.mjs";
import { hasProtoc } from "./protos.mjs";

const compiler = process.env.CXX ?? "c++";

export const cppName = "C++ protobuf";

/** What is missing to compile; null where nothing is. */
export function missingForCpp() {
  if (!hasProtoc()) return "no protoc";
  const test = spawnSync(compiler, ["-x", "c++", "-E", "-"], {
    input: "#include <google/protobuf/message.h>\n",
    stdio: ["pipe", "ignore", "ignore"],
  });
  if (test.error !== undefined) return `no compiler (${compiler})`;
  return test.status === 0 ? null : "no headers of protobuf (libprotobuf-dev, or CPLUS_INCLUDE_PATH and LIBRARY_PATH)";
}

/** Compiles the program of each `.proto` into the folder of the peers. */
export function writeCpp(out, protos) {
  if (missingForCpp() !== null) return;
  mkdirSync(path.join(out, "peers/cpp"), { recursive: true });
  for (const proto of protos) {
    const table = path.basename(proto, ".proto");
    const target = path.join(out, "peers/cpp", table);
    execFileSync("protoc", [`--cpp_out=${path.dirname(target)}`, `-I${path.dirname(proto)}`, path.basename(proto)], {
      cwd: out,
    });
    writeFileSync(`${target}.cc`, cppSource(table, readFileSync(path.join(out, proto), "utf8")));
    const sources = [`${table}.cc`, `${table}.pb.cc`];
    execFileSync(compiler, ["-O3", "-std=c++17", "-DNDEBUG", "-o", table, ...sources, "-lprotobuf", "-lpthread"], {
      cwd: path.dirname(target),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}

/** Starts the program with the rows that are given as bytes; null where it could not be compiled. */
export async function openCpp(out, table, bytes) {
  const program = path.join(out, "peers/cpp", table);
  if (!existsSync(program)) return null;
  const file = path.join(out, `${table}-${process.pid}.rows`);
  writeFileSync(file, framed(bytes));
  const child = spawn(program, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question) => {
    child.stdin.write(`${question}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`The C++ program of ${table} ended`);
    return value;
  };
  await ask(`write ${file}`);
  const contestant = (job) => ({ size: bytes.length, time: async (repeat) => Number(await ask(`${job} ${repeat}`)) });
  return {
    encoded: unframed(readFileSync(file)),
    encode: contestant("encode"),
    decode: contestant("decode"),
    close: () => child.stdin.end(),
  };
}

/** Rows behind one another, each after its length in four bytes. */
function framed(rows) {
  return Buffer.concat(
    rows.flatMap((row) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(row.length);
      return [length, row];
    }),
  );
}

function unframed(bytes) {
  const rows = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    rows.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return rows;
}
