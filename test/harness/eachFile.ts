import { afterAll, afterEach } from 'vitest'
import { endAll } from './place.ts'
import { closeTabs } from './tabs.ts'

// Read anew for each test file, while the modules that it imports are read once for all files of a process.
afterEach(closeTabs)
afterAll(endAll)
