// Which pages does the menu offer to whom? At most seven groups; a group without a link is left out.
import type { Account } from '../../api/types';
import { declaresOwnInterests, isCast, isReviewer, keepsOutbox, managesPublicities, ownSociety, readsAllSocieties, readsExaminations, readsMeetings, readsNominations, readsQuotas, readsResults, readsReviews, readsWholeRound, roundHome, seesTaskbooks, sitsInMeetings, writesNominations } from '../../features/identity/duties';

/** A group of the menu; `title` and the names of its links are keys of the dictionary's `nav`. */
export interface MenuGroup {
  title: 'roundGroup' | 'reviewGroup' | 'societyGroup' | 'quotaGroup' | 'supervisionGroup' | 'poolGroup';
  links: readonly MenuLink[];
}

/** A link of the menu; an exact one is current at its own address only, not below it. */
export interface MenuLink {
  to: string;
  name: string;
  isExact?: boolean;
}

const when = (condition: boolean, ...links: MenuLink[]): MenuLink[] => (condition ? links : []);

/** What is done in a round: the work of societies, of the office, of reviewers. */
function roundLinks(account: Account, year: number): MenuLink[] {
  const isWhole = readsWholeRound(account);
  const round = `/rounds/${year}`;
  return [
    ...when(isCast(account), { to: '/cast', name: 'castHome' }),
    { to: roundHome(account, year), name: isWhole || isCast(account) ? 'overview' : 'home', isExact: true },
    ...when(isWhole || writesNominations(account), { to: `${round}/timetable`, name: 'timetable' }),
    ...when(writesNominations(account), { to: `${round}/dossiers`, name: 'dossiers' }),
    ...when(readsNominations(account), { to: `${round}/nominations`, name: 'nominations' }),
    ...when(writesNominations(account), { to: '/society-objections', name: 'ownObjections' }),
    ...when(readsExaminations(account), { to: `${round}/examinations`, name: 'examinations' }),
    ...when(isWhole, { to: '/objections', name: 'objections' }, { to: `${round}/matching`, name: 'matching' }, { to: `${round}/assignments`, name: 'assignments' }, { to: `${round}/recusals`, name: 'recusals' }),
    ...when(isReviewer(account), { to: '/my-reviews', name: 'reviews' }),
    ...when(declaresOwnInterests(account), { to: '/my-declarations', name: 'ownDeclarations' }),
    ...when(managesPublicities(account), { to: '/publicities', name: 'publicities' }),
    ...when(keepsOutbox(account), { to: '/outbox', name: 'outbox' }),
  ];
}

/** What is judged, voted and released in a round. */
function reviewLinks(account: Account, year: number): MenuLink[] {
  const round = `/rounds/${year}`;
  return [
    ...when(isReviewer(account), { to: '/my-sheets', name: 'sheets' }),
    ...when(sitsInMeetings(account), { to: '/my-meetings', name: 'myMeetings' }),
    ...when(
      readsReviews(account),
      { to: `${round}/reviews`, name: 'reviewPhases', isExact: true },
      { to: `${round}/reviews/questions`, name: 'reviewQuestions' },
      { to: `${round}/reviews/redactions`, name: 'redactions' },
      { to: `${round}/reviews/records`, name: 'reviewerRecords' },
    ),
    ...when(readsMeetings(account), { to: `${round}/bodies`, name: 'bodies' }, { to: `${round}/meetings`, name: 'reviewMeetings' }),
    ...when(readsResults(account), { to: `${round}/results`, name: 'results' }, { to: '/falls', name: 'falls' }),
    ...when(
      writesNominations(account),
      { to: '/society-questions', name: 'ownQuestions' },
      { to: '/society-defences', name: 'ownDefences' },
      { to: '/society-results', name: 'ownResults' },
    ),
  ];
}

/** The menu of an account in the round of a year. */
export function menuOf(account: Account, year: number | undefined): MenuGroup[] {
  const isWhole = readsWholeRound(account);
  const own = ownSociety(account);
  const round = year === undefined ? undefined : `/rounds/${year}`;
  const groups: MenuGroup[] = [
    { title: 'roundGroup', links: year === undefined ? [] : roundLinks(account, year) },
    { title: 'reviewGroup', links: year === undefined ? [] : reviewLinks(account, year) },
    {
      title: 'societyGroup',
      links: [
        ...when(readsAllSocieties(account), { to: '/societies', name: 'societies' }, { to: '/qualifications', name: 'qualifications' }),
        ...when(own !== undefined, { to: `/societies/${own}`, name: 'ownSociety', isExact: true }),
        ...when(own !== undefined, { to: `/societies/${own}/record`, name: 'ownRecord' }),
        ...when(readsAllSocieties(account) || own !== undefined, { to: '/expiries', name: 'expiries' }),
        ...when(readsAllSocieties(account), { to: '/record-disputes', name: 'recordDisputes' }, { to: '/integrity-events', name: 'integrityEvents' }),
        ...(round === undefined ? [] : when(isCast(account), { to: `${round}/collection`, name: 'collection' })),
      ],
    },
    {
      title: 'quotaGroup',
      links: [
        ...when(readsAllSocieties(account), { to: '/quota/proposals', name: 'quotaProposals' }),
        ...when(isCast(account), { to: '/quota/simulator', name: 'quotaSimulator' }, { to: '/quota/backtest', name: 'quotaBacktest' }),
        ...when(readsAllSocieties(account), { to: '/quota/policies', name: 'quotaPolicies' }, { to: '/quota/appeals', name: 'quotaAppeals' }),
        ...when(own !== undefined, { to: `/societies/${own}/quota`, name: 'ownQuota' }),
        ...(round === undefined ? [] : when(readsQuotas(account), { to: `${round}/quota-ledger`, name: 'quotaLedger' })),
      ],
    },
    {
      title: 'supervisionGroup',
      links: when(
        seesTaskbooks(account),
        { to: '/supervision/taskbooks', name: 'taskbooks' },
        { to: '/supervision/meetings', name: 'meetings' },
        { to: '/supervision/assessments', name: 'assessments' },
        { to: '/supervision/disclosures', name: 'disclosures' },
        { to: '/supervision/library', name: 'library' },
      ),
    },
    {
      title: 'poolGroup',
      links: [...when(isWhole, { to: '/experts', name: 'experts' }), ...(round === undefined ? [] : when(isWhole, { to: `${round}/persons`, name: 'persons' }))],
    },
  ];
  return groups.filter((group) => group.links.length > 0);
}
