export interface KeyActions {
  readonly all: () => void;
  readonly quit: () => void;
}

/** Single keys of a terminal. Returns how to stop listening. */
export function watchKeys({ all, quit }: KeyActions): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const listen = (data: Buffer) => {
    for (const key of data.toString()) {
      if (key === 'r') all();
      else if (key === 'q') quit();
      // A raw terminal sends no signals by itself.
      else if (key === '\u0003') process.kill(process.pid, 'SIGINT');
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', listen);
  stdin.resume();
  return () => {
    stdin.off('data', listen);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
