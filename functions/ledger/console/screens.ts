import type { Screen } from '../../../shared/console/screen.ts'
import { conversionScreen } from './conversionScreen.ts'
import { conversionsScreen } from './conversionsScreen.ts'
import type { LedgerConsoleDeps } from './deps.ts'
import { receiptScreen } from './receiptScreen.ts'
import { replayScreen } from './replayScreen.ts'

/** What staff see of the ledger; a fixed path stands before one that has a parameter in its place. */
export const SCREENS: readonly Screen<LedgerConsoleDeps>[] = [
  conversionsScreen,
  replayScreen,
  conversionScreen,
  receiptScreen,
]
