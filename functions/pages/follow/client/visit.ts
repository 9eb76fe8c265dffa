const form = document.querySelector<HTMLFormElement>('form[data-tuoke-campaign]')

export const campaignId = form?.dataset.tuokeCampaign ?? ''

/** Whether the form leads elsewhere once it was sent. */
export const leadsElsewhere = (): boolean => form?.dataset.tuokeThanks !== undefined

/** The id that /sdk/v1.js gave this visit: it adds it to what the form says, and tells it when it reports the visit. */
export const visitId = (): Promise<string> => {
  const known = form && new FormData(form).get('touch.visitId')
  if (known) return Promise.resolve(String(known))
  return new Promise((resolve) => {
    addEventListener('tuoke:visit', (event) => resolve((event as CustomEvent<{ visitId: string }>).detail.visitId), {
      once: true,
    })
  })
}
