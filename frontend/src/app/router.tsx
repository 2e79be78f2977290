// Which address shows which page? One page file per route, loaded when first opened.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, ScrollRestoration, useRouteError } from 'react-router';
import { ProblemError } from '../api/problems';
import { isCast, keepsOutbox, managesPublicities, readsAllSocieties, readsExaminations, readsNominations, readsQuotas, readsTrackRecord, readsWholeRound, seesTaskbooks, writesNominations } from '../features/identity/duties';
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
          { path: 'objections', lazy: page(() => import('../features/objections/pages/ObjectionsPage')) },
          { path: 'objections/:id', lazy: page(() => import('../features/objections/pages/ObjectionPage')) },
          { path: 'nominations/:id/reuse', lazy: page(() => import('../features/examination/reuse/ReusePage')) },
          { path: 'experts', lazy: page(() => import('../features/experts/pages/ExpertsPage')) },
          { path: 'experts/:id', lazy: page(() => import('../features/experts/pages/ExpertPage')) },
        ],
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
          { path: 'rounds/:year/quota-ledger', lazy: page(() => import('../features/quotas/pages/LedgerPage')) },
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
