/** The name of a construct: `spend-import` becomes `SpendImport`. */
export const pascal = (name: string): string =>
  name.replaceAll(/(?:^|[-_])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
