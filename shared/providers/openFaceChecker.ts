import { tencentFaceId } from '../tencentCloud/faceId.ts'
import type { FaceChecker } from './faceChecker.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'

/** The face checker of a connection of kind `face_check`. */
export const openFaceChecker = async (deps: ProviderDeps, connectionId: string): Promise<FaceChecker> => {
  const credentials = await openConnection(deps, 'face_check', connectionId)
  return tencentFaceId({ ...credentials, now: deps.now, timeoutMs: deps.timeoutMs })
}
