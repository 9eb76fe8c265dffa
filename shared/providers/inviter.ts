/** A code that a platform made: what it holds, its image, and for how many seconds it is good, absent when it does not end. */
export type MadeCode = { url: string; imageUrl: string; seconds?: number; configId?: string }

/** Makes codes that lead to an account and tell it a scene, who came by which. Whatever goes wrong is a ProviderFailure. */
export type Inviter = { invite(scene: string): Promise<MadeCode> }
