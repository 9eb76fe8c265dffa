/** How many inputs are made up for a property that a running system must hold: few with the other tests, more by `npm run test:fuzz`. */
export const FUZZ_RUNS = Number(process.env.FUZZ_RUNS ?? 300)
