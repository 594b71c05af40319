/** Why an embedded server does not start; each message is the sentence that somebody reads at the terminal. */
import { StartFailure } from '../failure.ts';

/** Somebody else listens on the port that was asked for. */
export class PortInUse extends StartFailure {
  override readonly name: string = 'PortInUse';

  constructor(server: string, port: number) {
    super(`Port ${port} for ${server} is in use: stop the other program, or choose another port.`);
  }
}

/** There is no embedded DynamoDB for this platform. */
export class BinaryMissing extends StartFailure {
  override readonly name: string = 'BinaryMissing';

  constructor(packageName: string) {
    super(
      `There is no embedded DynamoDB for this machine (${packageName} is not installed): set AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_DYNAMODB_STREAMS to another one, such as DynamoDB Local.`,
    );
  }
}

/** What the data folder holds cannot be read. */
export class DataFolderCorrupt extends StartFailure {
  override readonly name: string = 'DataFolderCorrupt';

  constructor(folder: string, cause: unknown) {
    super(`The data in ${folder} cannot be read: move that folder away to start with an empty one.`, {
      cause,
    });
  }
}

/** The server ended or did not answer in time, for a reason of its own. */
export class ServerDidNotStart extends StartFailure {
  override readonly name: string = 'ServerDidNotStart';

  constructor(server: string, said: string) {
    super(`${server} did not start${said === '' ? '' : `; it said: ${said}`}.`);
  }
}
