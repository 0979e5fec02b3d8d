/** Of the package; a test compares it with package.json, which a bundle of the producer does not have. */
export const version = "0.1.0";
