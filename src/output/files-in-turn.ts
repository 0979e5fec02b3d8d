/** Files compared or written in one turn of the event loop, which a server that runs us has other uses for. */
export const filesInTurn = 16;
