// Which address shows which page? One page file per route, loaded when first opened.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, ScrollRestoration, useRouteError } from 'react-router';
import { ProblemError } from '../api/problems';
import { declaresOwnInterests, isCast, isReviewer, keepsOutbox, managesMeetings, managesPublicities, readsAllSocieties, readsExaminations, readsMeetings, readsNominations, readsQuotas, readsResults, readsReviews, readsTrackRecord, readsWholeRound, seesTaskbooks, sitsInMeetings, writesNominations } from '../features/identity/duties';
import SignInPage from '../features/identity/pages/SignInPage';
import { Button, ErrorState, LoadingState, Page } from '../shared/ui';
import { Allowed, SignedIn } from './session';

const page = (load: () => Promise<{ default: ComponentType }>) => async () => ({ Component: (await load()).default });

function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('error.notFoundTitle')} tabTitle={t('error.notFoundTitle')}>
      <ErrorState error={new ProblemError({ code: 'not_found', status: 404 })} isFramed />
    </Page>
  );
}

/** A page that broke, or a part of the app that a newer release has replaced on the server. */
function Crash() {
  const { t } = useTranslation();
  console.error(useRouteError());
  return (
    <main>
      <Page title={t('error.crashTitle')} tabTitle={t('error.crashTitle')}>
        <p>{t('error.crashText')}</p>
        <div>
          <Button type="primary" onClick={() => window.location.reload()}>
            {t('error.reload')}
          </Button>
        </div>
      </Page>
    </main>
  );
}

function Frame() {
  return (
    <>
      <SignedIn />
      <ScrollRestoration />
    </>
  );
}

/** The routes. */
export const router = createBrowserRouter([
  { path: '/sign-in', Component: SignInPage, ErrorBoundary: Crash },
  {
    Component: Frame,
    ErrorBoundary: Crash,
    HydrateFallback: () => <LoadingState rows={4} />,
    children: [
      { index: true, lazy: page(() => import('../features/awards/pages/HomePage')) },
      { path: 'rounds/:year', lazy: page(() => import('../features/awards/pages/RoundPage')) },
      { path: 'rounds/:year/timetable', lazy: page(() => import('../features/dossiers/process/TimetablePage')) },
      { path: 'messages', lazy: page(() => import('../features/notifications/pages/MessagesPage')) },
      {
        element: <Allowed by={keepsOutbox} />,
        children: [{ path: 'outbox', lazy: page(() => import('../features/notifications/pages/OutboxPage')) }],
      },
      {
        element: <Allowed by={readsNominations} />,
        children: [
          { path: 'rounds/:year/nominations', lazy: page(() => import('../features/nominations/pages/NominationsPage')) },
          { path: 'rounds/:year/nominations/:id', lazy: page(() => import('../features/nominations/pages/NominationPage')) },
        ],
      },
      {
        element: <Allowed by={writesNominations} />,
        children: [
          { path: 'rounds/:year/dossiers', lazy: page(() => import('../features/dossiers/pages/DossiersPage')) },
          { path: 'society-objections', lazy: page(() => import('../features/objections/pages/SocietyObjectionsPage')) },
          { path: 'society-objections/:id', lazy: page(() => import('../features/objections/pages/SocietyObjectionPage')) },
          { path: 'society-questions', lazy: page(() => import('../features/reading/pages/SocietyQuestionsPage')) },
          { path: 'society-defences', lazy: page(() => import('../features/meetings/pages/SocietyDefencesPage')) },
          { path: 'society-results', lazy: page(() => import('../features/results/pages/SocietyResultsPage')) },
          { path: 'dossiers/:id', lazy: page(() => import('../features/dossiers/pages/DossierPage')) },
          { path: 'dossiers/:id/attachments', lazy: page(() => import('../features/dossiers/attachments/AttachmentsPage')) },
          { path: 'dossiers/:id/process', lazy: page(() => import('../features/dossiers/process/ProcessPage')) },
          { path: 'rounds/:year/selection', lazy: page(() => import('../features/dossiers/process/SelectionPage')) },
          { path: 'rounds/:year/home', lazy: page(() => import('../features/dossiers/submission/SocietyHomePage')) },
          { path: 'dossiers/:id/submission', lazy: page(() => import('../features/dossiers/submission/SubmissionPage')) },
          { path: 'dossiers/:id/publicity', lazy: page(() => import('../features/dossiers/pages/PublicityPage')) },
          { path: 'dossiers/:id/examination', lazy: page(() => import('../features/examination/pages/SocietyExaminationPage')) },
          { path: 'dossiers/:id/people', lazy: page(() => import('../features/dossiers/people/PeoplePage')) },
        ],
      },
      {
        element: <Allowed by={readsExaminations} />,
        children: [
          { path: 'rounds/:year/examinations', lazy: page(() => import('../features/examination/pages/ExaminationsPage')) },
          { path: 'examinations/:id', lazy: page(() => import('../features/examination/pages/ExaminationPage')) },
        ],
      },
      {
        element: <Allowed by={readsWholeRound} />,
        children: [
          { path: 'rounds/:year/matching', lazy: page(() => import('../features/matching/pages/MatchingPage')) },
          { path: 'rounds/:year/matching/:id', lazy: page(() => import('../features/matching/pages/MatchRunPage')) },
          { path: 'rounds/:year/assignments', lazy: page(() => import('../features/assignments/pages/PlansPage')) },
          { path: 'rounds/:year/assignments/compare', lazy: page(() => import('../features/assignments/pages/ComparePage')) },
          { path: 'rounds/:year/assignments/reviews', lazy: page(() => import('../features/assignments/pages/ReviewsPage')) },
          { path: 'rounds/:year/assignments/tasks', lazy: page(() => import('../features/assignments/pages/TasksPage')) },
          { path: 'rounds/:year/assignments/:id', lazy: page(() => import('../features/assignments/pages/PlanPage')) },
          { path: 'rounds/:year/recusals', lazy: page(() => import('../features/recusals/pages/FindingsPage')) },
          { path: 'rounds/:year/recusals/declarations', lazy: page(() => import('../features/recusals/pages/DeclarationsPage')) },
          { path: 'rounds/:year/recusals/exclusions', lazy: page(() => import('../features/recusals/pages/ExclusionsPage')) },
          { path: 'rounds/:year/recusals/check', lazy: page(() => import('../features/recusals/pages/CheckPage')) },
          { path: 'rounds/:year/recusals/alerts', lazy: page(() => import('../features/recusals/pages/AlertsPage')) },
          { path: 'rounds/:year/recusals/scans', lazy: page(() => import('../features/recusals/pages/ScansPage')) },
          { path: 'rounds/:year/recusals/:id', lazy: page(() => import('../features/recusals/pages/FindingPage')) },
          { path: 'rounds/:year/declarations/:id', lazy: page(() => import('../features/recusals/pages/DeclarationPage')) },
          { path: 'rounds/:year/persons', lazy: page(() => import('../features/persons/pages/PersonLinksPage')) },
          { path: 'rounds/:year/persons/:id', lazy: page(() => import('../features/persons/pages/PersonLinkPage')) },
          { path: 'objections', lazy: page(() => import('../features/objections/pages/ObjectionsPage')) },
          { path: 'objections/:id', lazy: page(() => import('../features/objections/pages/ObjectionPage')) },
          { path: 'nominations/:id/reuse', lazy: page(() => import('../features/examination/reuse/ReusePage')) },
          { path: 'experts', lazy: page(() => import('../features/experts/pages/ExpertsPage')) },
          { path: 'experts/:id', lazy: page(() => import('../features/experts/pages/ExpertPage')) },
        ],
      },
      {
        element: <Allowed by={isReviewer} />,
        children: [
          { path: 'my-reviews', lazy: page(() => import('../features/invitations/pages/MyReviewsPage')) },
          { path: 'my-reviews/commitment', lazy: page(() => import('../features/invitations/pages/CommitmentPage')) },
          { path: 'my-reviews/:id', lazy: page(() => import('../features/invitations/pages/InvitationPage')) },
          { path: 'my-reviews/:id/dossier', lazy: page(() => import('../features/invitations/pages/ReadPage')) },
          { path: 'my-sheets', lazy: page(() => import('../features/scoring/pages/QueuePage')) },
          { path: 'my-sheets/grid', lazy: page(() => import('../features/scoring/pages/GridPage')) },
          { path: 'my-sheets/:id', lazy: page(() => import('../features/scoring/pages/ScorePage')) },
        ],
      },
      {
        element: <Allowed by={sitsInMeetings} />,
        children: [
          { path: 'my-meetings', lazy: page(() => import('../features/meetings/pages/MyMeetingsPage')) },
          { path: 'my-meetings/:id', lazy: page(() => import('../features/meetings/pages/SeatPage')) },
          { path: 'my-meetings/:id/ballots/:ballot', lazy: page(() => import('../features/voting/pages/PaperPage')) },
        ],
      },
      {
        element: <Allowed by={readsReviews} />,
        children: [
          { path: 'rounds/:year/reviews', lazy: page(() => import('../features/reviews/pages/PhasesPage')) },
          { path: 'rounds/:year/reviews/questions', lazy: page(() => import('../features/reading/pages/QuestionsPage')) },
          { path: 'rounds/:year/reviews/redactions', lazy: page(() => import('../features/reading/pages/RedactionPage')) },
          { path: 'rounds/:year/reviews/records', lazy: page(() => import('../features/reviews/pages/ReviewerRecordPage')) },
          { path: 'rounds/:year/reviews/:id', lazy: page(() => import('../features/reviews/pages/PhasePage')) },
          { path: 'nominations/:id/scores', lazy: page(() => import('../features/reviews/pages/NominationScoresPage')) },
        ],
      },
      {
        element: <Allowed by={readsMeetings} />,
        children: [
          { path: 'rounds/:year/bodies', lazy: page(() => import('../features/meetings/pages/BodiesPage')) },
          { path: 'rounds/:year/meetings', lazy: page(() => import('../features/meetings/pages/MeetingsPage')) },
          { path: 'meetings/:id', lazy: page(() => import('../features/meetings/pages/MeetingPage')) },
          { path: 'meetings/:id/screen', lazy: page(() => import('../features/meetings/pages/ScreenPage')) },
          { path: 'meetings/:id/ballots/:ballot', lazy: page(() => import('../features/voting/pages/BallotPage')) },
        ],
      },
      {
        element: <Allowed by={managesMeetings} />,
        children: [{ path: 'meetings/:id/ballots/:ballot/entries', lazy: page(() => import('../features/voting/pages/EntryPage')) }],
      },
      {
        element: <Allowed by={readsResults} />,
        children: [
          { path: 'rounds/:year/results', lazy: page(() => import('../features/results/pages/ReleasesPage')) },
          { path: 'rounds/:year/results/:id', lazy: page(() => import('../features/results/pages/ReleasePage')) },
          { path: 'falls', lazy: page(() => import('../features/results/pages/FallsPage')) },
        ],
      },
      {
        element: <Allowed by={declaresOwnInterests} />,
        children: [{ path: 'my-declarations', lazy: page(() => import('../features/invitations/pages/OwnDeclarationsPage')) }],
      },
      {
        element: <Allowed by={managesPublicities} />,
        children: [
          { path: 'publicities', lazy: page(() => import('../features/notices/pages/PublicitiesPage')) },
          { path: 'publicities/:id', lazy: page(() => import('../features/notices/pages/PublicityPage')) },
        ],
      },
      {
        element: <Allowed by={isCast} />,
        children: [
          { path: 'cast', lazy: page(() => import('../features/quotas/pages/CastHomePage')) },
          { path: 'rounds/:year/collection', lazy: page(() => import('../features/track_record/pages/CollectionPage')) },
          { path: 'quota/simulator', lazy: page(() => import('../features/quotas/pages/SimulatorPage')) },
          { path: 'quota/backtest', lazy: page(() => import('../features/quotas/pages/BackTestPage')) },
        ],
      },
      {
        element: <Allowed by={readsAllSocieties} />,
        children: [
          { path: 'quota/proposals', lazy: page(() => import('../features/quotas/pages/ProposalsPage')) },
          { path: 'quota/proposals/:id', lazy: page(() => import('../features/quotas/pages/ProposalPage')) },
          { path: 'quota/proposals/:id/societies/:code', lazy: page(() => import('../features/quotas/pages/DecisionPage')) },
          { path: 'quota/policies', lazy: page(() => import('../features/quotas/pages/PoliciesPage')) },
          { path: 'quota/policies/:id', lazy: page(() => import('../features/quotas/pages/PolicyPage')) },
          { path: 'quota/appeals', lazy: page(() => import('../features/quotas/pages/AppealsPage')) },
        ],
      },
      {
        element: <Allowed by={readsQuotas} />,
        children: [
          { path: 'rounds/:year/quota-ledger', lazy: page(() => import('./ledger')) },
          { path: 'societies/:code/quota', lazy: page(() => import('../features/quotas/pages/SocietyQuotaPage')) },
        ],
      },
      {
        element: <Allowed by={readsTrackRecord} />,
        children: [
          { path: 'societies/:code/record', lazy: page(() => import('../features/track_record/pages/RecordPage')) },
          { path: 'record-disputes', lazy: page(() => import('../features/track_record/pages/DisputesPage')) },
          { path: 'integrity-events', lazy: page(() => import('../features/track_record/pages/EventsPage')) },
        ],
      },
      {
        element: <Allowed by={readsAllSocieties} />,
        children: [{ path: 'societies', lazy: page(() => import('../features/societies/pages/SocietiesPage')) }],
      },
      {
        // Every society for who reads all, its own for a society.
        element: <Allowed by={readsQuotas} />,
        children: [
          { path: 'societies/:code', lazy: page(() => import('./society_tabs')) },
          { path: 'societies/:code/:tab', lazy: page(() => import('./society_tabs')) },
          { path: 'qualifications', lazy: page(() => import('../features/societies/pages/QualificationsPage')) },
          { path: 'qualifications/:id', lazy: page(() => import('../features/societies/pages/QualificationPage')) },
          { path: 'expiries', lazy: page(() => import('../features/societies/pages/ExpiriesPage')) },
        ],
      },
      {
        element: <Allowed by={seesTaskbooks} />,
        children: [
          { path: 'supervision/taskbooks', lazy: page(() => import('../features/supervision/pages/TaskbooksPage')) },
          { path: 'supervision/taskbooks/new', lazy: page(() => import('../features/supervision/pages/NewTaskbookPage')) },
          { path: 'supervision/taskbooks/:id', lazy: page(() => import('../features/supervision/pages/TaskbookPage')) },
          { path: 'supervision/taskbooks/:id/edit', lazy: page(() => import('../features/supervision/pages/EditTaskbookPage')) },
          { path: 'supervision/meetings', lazy: page(() => import('../features/supervision/pages/MeetingsPage')) },
          { path: 'supervision/assessments', lazy: page(() => import('../features/supervision/pages/AssessmentsPage')) },
          { path: 'supervision/disclosures', lazy: page(() => import('../features/supervision/pages/DisclosuresPage')) },
          { path: 'supervision/library', lazy: page(() => import('../features/supervision/pages/LibraryPage')) },
        ],
      },
      { path: '*', Component: NotFound },
    ],
  },
]);
