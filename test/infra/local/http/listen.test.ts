import { expect, test } from 'vitest';
import { StartFailure } from '../../../../infra/local/failure.ts';
import { listen } from '../../../../infra/local/http/listen.ts';

test('a port that is taken is told in one sentence that says what to do', async () => {
  const first = await listen({ port: 0, handle: async () => {} });

  const second = listen({ port: first.port, handle: async () => {} });

  await expect(second).rejects.toThrow(StartFailure);
  await expect(second).rejects.toThrow(
    `Port ${first.port} is in use; stop what listens there, or choose another with --port.`,
  );
  await first.stop();
});

test('a handler that throws is answered with 500, and the server goes on', async () => {
  const server = await listen({
    port: 0,
    handle: async (request, response) => {
      if (request.url === '/bad') throw new Error('broken');
      response.end('good');
    },
  });

  const bad = await fetch(`${server.endpoint}/bad`);
  const good = await fetch(`${server.endpoint}/good`);

  expect([bad.status, await good.text()]).toEqual([500, 'good']);
  await server.stop();
});

test('a request under way is answered before the server ends', async () => {
  const server = await listen({
    port: 0,
    handle: async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      response.end('late');
    },
  });
  const answer = fetch(server.endpoint).then((answered) => answered.text());
  await new Promise((resolve) => setTimeout(resolve, 30));

  await server.stop();

  expect(await answer).toBe('late');
});
