/** Something in the topology or in a stage that an engineer must put right before anything can be made of it; the message says what. */
export class Refusal extends Error {}
