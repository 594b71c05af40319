/** The port of the local cloud: opened first, because functions must know its address, and filled when they are ready. */
import { gatewayAnswer } from './answer.ts';
import { type FrontOptions, makeFront, type Page, write } from './front.ts';
import { listen } from './listen.ts';

/** An open port; until `openRoutes` it says that it is starting. */
export type OpenFront = {
  readonly url: string;
  readonly openRoutes: (options: Omit<FrontOptions, 'page'>) => void;
  readonly openPages: (page: Page) => void;
  readonly stop: () => Promise<void>;
};

/** Listens on the port. Throws a StartFailure when it is taken. */
export async function openFront(port: number): Promise<OpenFront> {
  let page: Page = async () => null;
  let handle: ReturnType<typeof makeFront> = async (_, response) =>
    write(response, gatewayAnswer(503, 'Starting'));
  const listening = await listen({ port, handle: (request, response) => handle(request, response) });

  return {
    url: listening.endpoint,
    openRoutes: (options) => {
      handle = makeFront({ ...options, page: (incoming) => page(incoming) });
    },
    openPages: (pages) => {
      page = pages;
    },
    stop: listening.stop,
  };
}
