/** Where visitors of a campaign come from. */
export type Ad = {
  /** The parameter that the platform puts on the address; a source without clicks that are paid for has none. */
  clickId?: string
  /** The utm source, where there is no click id. */
  source?: string
  ad: string
  creatives: readonly string[]
  /** How many come from here, against the campaign's other ads. */
  weight: number
  /** The share of visitors who leave a contact. */
  conversion: number
  /** How good these people are at all later steps, 1 on average. */
  quality: number
  /** What a click costs, in fen. */
  clickFen: number
}

type Figures = Pick<Ad, 'weight' | 'conversion' | 'quality' | 'clickFen'>

const paid = (clickId: string, ad: string, creatives: string[], figures: Figures): Ad => ({
  clickId,
  ad,
  creatives,
  ...figures,
})

export type Source = { campaignId: string; weight: number; ads: readonly Ad[] }

const branch = (weight: number): Ad => ({
  source: 'branch_qr',
  ad: 'counter-card',
  creatives: ['card'],
  weight,
  conversion: 0.4,
  quality: 1.25,
  clickFen: 0,
})

/** What the demo campaigns are advertised with: dear and good, cheap and bad, and people from the branch. */
export const SOURCES: readonly Source[] = [
  {
    campaignId: 'demo-landing-page',
    weight: 35,
    ads: [
      paid('gdt_vid', 'moments-owner', ['shop', 'factory'], {
        weight: 40,
        conversion: 0.18,
        quality: 1.05,
        clickFen: 1500,
      }),
      paid('clickid', 'feed-video', ['video-12', 'video-15'], {
        weight: 35,
        conversion: 0.24,
        quality: 0.7,
        clickFen: 700,
      }),
      paid('bd_vid', 'search-credit', ['brand', 'generic'], {
        weight: 15,
        conversion: 0.3,
        quality: 1.2,
        clickFen: 2800,
      }),
      paid('callback', 'short-video', ['clip'], { weight: 8, conversion: 0.2, quality: 0.65, clickFen: 500 }),
      paid('fbclid', 'owners-abroad', ['trade'], { weight: 4, conversion: 0.2, quality: 0.9, clickFen: 2200 }),
      paid('gclid', 'search-abroad', ['export'], { weight: 4, conversion: 0.25, quality: 1, clickFen: 3000 }),
      branch(10),
    ],
  },
  {
    campaignId: 'demo-official-account',
    weight: 25,
    ads: [
      paid('gdt_vid', 'account-follow', ['tax', 'merchant'], {
        weight: 60,
        conversion: 0.22,
        quality: 1.1,
        clickFen: 1100,
      }),
      paid('gdt_vid', 'account-broad', ['banner'], { weight: 30, conversion: 0.14, quality: 0.75, clickFen: 450 }),
      branch(10),
    ],
  },
  {
    campaignId: 'demo-mini-program',
    weight: 15,
    ads: [
      paid('gdt_vid', 'mini-tax', ['invoice', 'season'], {
        weight: 70,
        conversion: 0.25,
        quality: 1.1,
        clickFen: 1300,
      }),
      paid('callback', 'mini-short-video', ['clip'], { weight: 30, conversion: 0.2, quality: 0.65, clickFen: 500 }),
    ],
  },
  {
    campaignId: 'demo-wecom',
    weight: 15,
    ads: [
      paid('clickid', 'adviser-local', ['portrait', 'office'], {
        weight: 55,
        conversion: 0.2,
        quality: 1,
        clickFen: 1600,
      }),
      paid('bd_vid', 'adviser-search', ['text'], { weight: 30, conversion: 0.28, quality: 1.15, clickFen: 2600 }),
      branch(15),
    ],
  },
  {
    campaignId: 'demo-app',
    weight: 10,
    ads: [
      paid('clickid', 'app-install', ['demo', 'reward'], { weight: 65, conversion: 0.2, quality: 0.85, clickFen: 900 }),
      paid('callback', 'app-short-video', ['clip'], { weight: 35, conversion: 0.16, quality: 0.6, clickFen: 500 }),
    ],
  },
]
