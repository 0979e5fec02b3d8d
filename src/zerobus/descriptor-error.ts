/** Why bytes are not the descriptor of a record. */
export class DescriptorError extends Error {
  override readonly name = "DescriptorError";
}
