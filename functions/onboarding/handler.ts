import { lambdaHandler } from '../../shared/runtime/http.ts'
import { createOnboardingApp } from './app.ts'
import { installedDeps } from './installed.ts'

export const handler = lambdaHandler('onboarding', createOnboardingApp(installedDeps()))
