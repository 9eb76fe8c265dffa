/** What the owner of an account gave an app once, for asking tokens with. */
export type OauthGrant = { oauthClientId: string; oauthClientSecret: string; oauthRefreshToken: string }
