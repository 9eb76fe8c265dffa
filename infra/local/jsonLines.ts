import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs'

const endsTorn = (file: string): boolean => {
  const fd = openSync(file, 'a+')
  try {
    const last = Buffer.alloc(1)
    const { size } = fstatSync(fd)
    return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
  } finally {
    closeSync(fd)
  }
}

/** A file of JSON lines that only grows. A line that a crash tore stays as it is, and the next one begins anew. */
export const jsonLines = (file: string): { append: (values: readonly unknown[]) => void } => {
  let torn = endsTorn(file)
  return {
    append(values) {
      if (values.length === 0) return
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('')
      const start = torn ? '\n' : ''
      torn = true
      appendFileSync(file, start + text)
      torn = false
    },
  }
}
