/** The ways in: first run, sign-in, invitation. */
export { InvitationPage } from "./InvitationPage";
export { ResetPage } from "./ResetPage";
export { SetupPage } from "./SetupPage";
export { SignInPage } from "./SignInPage";
