/** What the guides are about: their place under /docs/guides, and the file that each is. */
export const GUIDES = [
  { guide: 'landing-page', title: 'Put a form on your page', file: 'docs/landing-page.md' },
  { guide: 'chains', title: 'Connect a chain', file: 'docs/chains.md' },
  { guide: 'ads', title: 'Connect ad platforms and partners', file: 'docs/ads.md' },
  { guide: 'partners', title: 'Let partners bring leads', file: 'docs/partners.md' },
  { guide: 'applications', title: 'Answer an application', file: 'docs/applications.md' },
  { guide: 'reports', title: 'Read a report', file: 'docs/reports.md' },
] as const

export type Guide = (typeof GUIDES)[number]
