/** Names of the commands. */
export const commandNames: readonly string[] = ["generate", "check", "inspect", "pull", "init", "emulator", "replay"];
