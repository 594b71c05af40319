/** What functions print: kept apart from the terminal, a file for each function, the last lines also in memory. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { resourceFileOf } from './name.ts';

/** Collects the output of whatever runs inside `capture`. */
export type FunctionLogs = {
  readonly capture: <T>(functionName: string, run: () => Promise<T>) => Promise<T>;
  readonly write: (functionName: string, line: string) => void;
  readonly last: () => readonly string[];
  readonly stop: () => Promise<void>;
};

/** Lines kept in memory for the page of the local cloud. */
const LINES_MAX = 200;

/** Opens the folder of log files and takes over the process's output inside of invocations, and only there. */
export function openLogs(folder: string): FunctionLogs {
  mkdirSync(folder, { recursive: true });
  const running = new AsyncLocalStorage<string>();
  const files = new Map<string, WriteStream>();
  const lines: string[] = [];
  const write = (functionName: string, text: string) => {
    fileOf(files, folder, functionName).write(text);
    lines.push(...text.split('\n').filter((line) => line !== ''));
    lines.splice(0, lines.length - LINES_MAX);
  };
  const release = [divert(process.stdout, running, write), divert(process.stderr, running, write)];

  return {
    capture: (functionName, run) => running.run(functionName, run),
    write: (functionName, line) => write(functionName, `${line}\n`),
    last: () => lines,
    stop: async () => {
      for (const giveBack of release) giveBack();
      await Promise.all(
        [...files.values()].map((file) => new Promise<void>((ended) => file.end(() => ended()))),
      );
    },
  };
}

type Write = (functionName: string, text: string) => void;

function divert(stream: NodeJS.WriteStream, running: AsyncLocalStorage<string>, write: Write): () => void {
  const original = stream.write.bind(stream);
  const diverted = (...input: Parameters<typeof original>): boolean => {
    const functionName = running.getStore();
    if (functionName === undefined) return original(...input);
    write(functionName, String(input[0]));

    return true;
  };
  stream.write = diverted as typeof stream.write; // the overloads differ only in arguments that are passed on

  return () => {
    stream.write = original;
  };
}

function fileOf(files: Map<string, WriteStream>, folder: string, functionName: string): WriteStream {
  const known = files.get(functionName);
  if (known) return known;
  const file = createWriteStream(join(folder, `${resourceFileOf(functionName)}.log`), { flags: 'a' });
  files.set(functionName, file);

  return file;
}
