/** What the person at the terminal sees: steps with their times, then facts. */

/** Prints. Facts are held back until they are opened, so that the start stays readable. */
export type Terminal = {
  readonly title: (text: string) => void;
  readonly say: (text: string) => void;
  readonly timed: <T>(name: string, run: () => Promise<T>, tell: (result: T) => string) => Promise<T>;
  readonly progress: (done: number, of: number, what: string) => void;
  readonly fact: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly openFacts: () => void;
};

/** Colour only on a terminal and never with NO_COLOR. */
export function makeTerminal(stream: NodeJS.WriteStream): Terminal {
  const hasColour = stream.isTTY === true && !process.env.NO_COLOR;
  const paint = (code: number, text: string) => (hasColour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const say = (text: string) => void stream.write(`${text}\n`);
  let isOpen = false;
  let told = 0;

  return {
    title: (text) => say(`\n${paint(1, text)}\n`),
    say,
    timed: async (name, run, tell) => {
      const startedAt = performance.now();
      const result = await run();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
      say(`  ${name.padEnd(10)} ${`${seconds} s`.padStart(8)}  ${tell(result)}`);

      return result;
    },
    progress: (done, of, what) => {
      const share = Math.floor((done / of) * 10);
      if (stream.isTTY) stream.write(`\r  seed       ${`${done}/${of}`.padStart(8)}  ${what.padEnd(60)}\r`);
      else if (share > told || done === of) say(`  seed       ${`${done}/${of}`.padStart(8)}  ${what}`);
      told = share;
    },
    fact: (line) => {
      if (isOpen) say(line);
    },
    complain: (line) => say(paint(33, `  ! ${line}`)),
    openFacts: () => {
      isOpen = true;
    },
  };
}

const LINE_LENGTH_MAX = 110;

/** Breaks a long text between words into indented lines. */
export function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > LINE_LENGTH_MAX) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }

  return lines.map((line) => `  ${line}`).join('\n');
}
