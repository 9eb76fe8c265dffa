import { type App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag'

/** Checks every stack against the rule packs that a bank's auditor asks for; a finding that nobody accepted with a reason fails the synthesis. */
export const checkRules = (app: App): void =>
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
    new ServerlessChecks(app),
  )
