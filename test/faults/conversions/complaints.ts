/** Those of some complaints that there are reasons for. */
export const complaintsOf = (problems: readonly (string | false | undefined)[]): string[] =>
  problems.filter((each) => each !== false && each !== undefined)
