/** Something about this machine or its data that keeps the host from working; the message says what to do. */
export class HostProblem extends Error {}
