/** Meta's Graph API, and the version of it that we know. */
export const GRAPH_HOST = 'https://graph.facebook.com'
export const GRAPH_VERSION = 'v23.0'
