/** The C++ program of a table: a struct of each message, and how messages are filled from it. */
import { pascal } from "../support/build.mjs";
import { requirePeer } from "./install.mjs";

const cppTypes = {
  int32: "int32_t",
  int64: "int64_t",
  double: "double",
  float: "float",
  bool: "bool",
  string: "std::string",
  bytes: "std::string",
};

/** Source of the program, from the text of the table's `.proto`. */
export function cppSource(table, proto) {
  const { parse } = requirePeer("protobufjs");
  const { root } = parse(proto, { keepCase: true });
  root.resolveAll();
  const messages = innermostFirst(root.lookupType(`main_.bench.${pascal(table)}`));
  const row = pascal(table);
  return [
    `#include "${table}.pb.h"`,
    "#include <cstdio>\n#include <cstring>\n#include <ctime>\n#include <fstream>\n#include <iostream>\n#include <string>\n#include <utility>\n#include <vector>",
    ...messages.map(structOf),
    ...messages.map((message) => `${fillOf(message)}\n${readOf(message)}`),
    mainOf(row),
  ].join("\n\n");
}

function innermostFirst(message) {
  return [...message.nestedArray.flatMap(innermostFirst), message];
}

/** Name below the namespace, as protoc gives it. */
function nameOf(message) {
  return message.fullName.replace(/^\.main_\.bench\./, "").replaceAll(".", "_");
}

function typeOf(field) {
  return field.resolvedType === null ? cppTypes[field.type] : `Row_${nameOf(field.resolvedType)}`;
}

function structOf(message) {
  const members = message.fieldsArray.map((field) => {
    if (field.map) return `  std::vector<std::pair<${cppTypes[field.keyType]}, ${typeOf(field)}>> ${field.name};`;
    if (field.repeated) return `  std::vector<${typeOf(field)}> ${field.name};`;
    return field.required
      ? `  ${typeOf(field)} ${field.name};`
      : `  bool has_${field.name} = false;\n  ${typeOf(field)} ${field.name};`;
  });
  return `struct Row_${nameOf(message)} {\n${members.join("\n")}\n};`;
}

function fillOf(message) {
  const steps = message.fieldsArray.map((field) => {
    const { name } = field;
    if (field.map)
      return `  for (const auto& item : row.${name}) (*message->mutable_${name}())[item.first] = item.second;`;
    if (field.repeated && field.resolvedType !== null)
      return `  for (const auto& item : row.${name}) fill(item, message->add_${name}());`;
    if (field.repeated) return `  for (const auto& item : row.${name}) message->add_${name}(item);`;
    const step =
      field.resolvedType === null
        ? `message->set_${name}(row.${name});`
        : `fill(row.${name}, message->mutable_${name}());`;
    return field.required ? `  ${step}` : `  if (row.has_${name}) ${step}`;
  });
  return `static void fill(const Row_${nameOf(message)}& row, main_::bench::${nameOf(message)}* message) {\n${steps.join("\n")}\n}`;
}

function readOf(message) {
  const steps = message.fieldsArray.map((field) => {
    const { name } = field;
    if (field.map)
      return `  for (const auto& item : message.${name}()) row->${name}.emplace_back(item.first, item.second);`;
    if (field.repeated && field.resolvedType !== null)
      return `  for (const auto& item : message.${name}()) { row->${name}.emplace_back(); read(item, &row->${name}.back()); }`;
    if (field.repeated) return `  for (const auto& item : message.${name}()) row->${name}.push_back(item);`;
    const step =
      field.resolvedType === null ? `row->${name} = message.${name}();` : `read(message.${name}(), &row->${name});`;
    return field.required
      ? `  ${step}`
      : `  row->has_${name} = message.has_${name}();\n  if (row->has_${name}) ${step}`;
  });
  return `static void read(const main_::bench::${nameOf(message)}& message, Row_${nameOf(message)}* row) {\n${steps.join("\n")}\n}`;
}

function mainOf(row) {
  return `using Message = main_::bench::${row};
using Row = Row_${row};
${program}`;
}

/** All but the message: the rows are in a file whose name is given, jobs come line by line. */
const program = `using Clock = struct timespec;

static std::vector<char> buffer(1 << 24);
static std::vector<Row> rows;
static std::vector<std::string> records;
static volatile size_t sink = 0;

static double now() {
  Clock clock;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &clock);
  return clock.tv_sec * 1e9 + clock.tv_nsec;
}

static size_t encode(Message* message, const Row& item) {
  message->Clear();
  fill(item, message);
  message->SerializeToArray(buffer.data(), static_cast<int>(buffer.size()));
  return static_cast<size_t>(message->GetCachedSize());
}

static void load(const char* file) {
  std::ifstream in(file, std::ios::binary);
  uint32_t size;
  while (in.read(reinterpret_cast<char*>(&size), 4)) {
    records.emplace_back(size, '\\0');
    in.read(&records.back()[0], size);
    Message message;
    message.ParseFromString(records.back());
    rows.emplace_back();
    read(message, &rows.back());
  }
}

static void write(const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  Message message;
  for (const auto& item : rows) {
    const uint32_t size = static_cast<uint32_t>(encode(&message, item));
    out.write(reinterpret_cast<const char*>(&size), 4);
    out.write(buffer.data(), size);
  }
}

static double measure(const std::string& job, int repeat) {
  Message message;
  const double start = now();
  for (int round = 0; round < repeat; round++) {
    if (job == "encode") for (const auto& item : rows) sink = sink + encode(&message, item);
    else for (const auto& record : records) sink = sink + message.ParseFromArray(record.data(), static_cast<int>(record.size()));
  }
  return (now() - start) / repeat / static_cast<double>(rows.size());
}

int main(int, char** arguments) {
  load(arguments[1]);
  std::string job, argument;
  while (std::cin >> job >> argument) {
    if (job == "write") { write(argument); puts("done"); }
    else printf("%.3f\\n", measure(job, std::stoi(argument)));
    fflush(stdout);
  }
}
`;
