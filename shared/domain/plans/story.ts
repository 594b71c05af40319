/** How a plan is read; whoever sells it need not carry what is decided of it. */
import type { Story } from '../../kernel/decider.ts';
import type { Plan, PlanFact } from './states.ts';

/** Versions of one plan. */
export const PLAN_VERSIONS_MAX = 100;

/** What each fact makes of a plan. */
export const planStory: Story<Plan, PlanFact> = {
  name: 'plans',
  headVersion: 2,
  initial: { status: 'none' },
  evolve(state, fact) {
    const { at, request, ...terms } = fact.data;
    const former = state.status === 'none' ? { createdAt: at, requests: [] } : state;
    const requests = request ? [...former.requests, request] : former.requests;

    return { ...terms, status: 'published', publishedAt: at, createdAt: former.createdAt, requests };
  },
};
