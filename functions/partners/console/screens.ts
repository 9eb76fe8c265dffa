import type { Screen } from '../../../shared/console/screen.ts'
import type { PartnerConsoleDeps } from './deps.ts'
import { partnerScreen } from './partnerScreen.ts'
import { partnersScreen } from './partnersScreen.ts'
import { statementFile } from './statementFile.ts'

/** What staff see of partners. */
export const SCREENS: readonly Screen<PartnerConsoleDeps>[] = [partnersScreen, partnerScreen, statementFile]
