/** Files under way at once: enough to keep the four threads of Node's pool busy, and far from the limits on open files. */
export const openFiles = 16;
