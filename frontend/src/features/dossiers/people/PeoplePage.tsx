// Who of the nominees has confirmed, who is to be asked, and how does a personal link reach them?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import type { NomineeBoard, NomineeLinkMade, NomineeRow } from '../../../api/types';
import { Alert, Button, Dialog, EmptyState, Page, Progress, QueryView, RecordText, Section, useProblemText } from '../../../shared/ui';
import { DossierTabs } from '../components/DossierTabs';
import { LetterForm } from './LetterForm';
import { MadeLinks } from './MadeLinks';
import { Person } from './Person';
import styles from './people.module.css';
import { useMakeLinks, useNominees, useRevokeLink } from './queries';
import { isMissing, isUnanswered, mayMail } from './standing';

const rowsOf = (people: readonly NomineeRow[]) => people.map((person) => person.row);

/** The board of the people of a dossier. */
export default function PeoplePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useNominees(id);
  const board = query.data;
  const crumbs = board && [
    { label: t('dossier.board'), to: `/rounds/${board.round}/dossiers` },
    { label: board.title || t('dossier.untitled'), to: `/dossiers/${id}` },
  ];
  return (
    <Page title={t('people.title')} tabTitle={t('people.title')} {...(crumbs ? { crumbs } : {})} lead={board && <RecordText text={board.number} />}>
      {board && <DossierTabs id={id} />}
      <QueryView query={query} isFramed>
        {(data) => <Board id={id} board={data} />}
      </QueryView>
    </Page>
  );
}

function Board({ id, board }: { id: string; board: NomineeBoard }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const make = useMakeLinks(id);
  const revoke = useRevokeLink(id);
  const [made, setMade] = useState<readonly NomineeLinkMade[]>([]);
  // By their rows: where each stands is read from the board, which goes on while the dialog is open.
  const [mailing, setMailing] = useState<readonly string[]>([]);
  const missing = board.people.filter(isMissing);
  const unanswered = board.people.filter(isUnanswered);
  const reached = unanswered.filter(mayMail).length;
  const all = board.people.length;
  const ask = (rows?: string[]) => {
    if (make.isPending) return;
    revoke.reset();
    make.mutate({ key: newKey(), ...(rows ? { rows } : {}) }, { onSuccess: setMade });
  };
  const failure = make.error ?? revoke.error;
  if (all === 0) {
    return (
      <Section title={t('people.list')}>
        <EmptyState title={t('people.none')} text={t('people.noneText')} />
      </Section>
    );
  }
  return (
    <Section title={t('people.list')} hint={t('people.progress', { part: board.confirmed, whole: all })}>
      <div className={styles.stack}>
        <p className={styles.lead}>{t('people.lead', { value: board.link_days })}</p>
        <div className={styles.head}>
          <div className={styles.progress}>
            <Progress percent={Math.floor((100 * board.confirmed) / all)} showInfo={false} aria-label={t('people.progress', { part: board.confirmed, whole: all })} />
          </div>
          {board.may_ask && missing.length > 0 && (
            <Button type="primary" aria-busy={make.isPending} onClick={() => ask()}>
              {t('people.askAll', { count: missing.length })}
            </Button>
          )}
          {board.may_ask && reached > 0 && <Button onClick={() => setMailing(rowsOf(unanswered))}>{t('people.letter.sendAll', { count: reached })}</Button>}
        </div>
        {!board.may_ask && <Alert type="info" showIcon title={t('people.closed')} />}
        {failure && <Alert type="error" showIcon title={problemText(failure)} />}
        <ol className={styles.people}>
          {board.people.map((person) => (
            <Person
              key={person.row}
              dossier={id}
              person={person}
              mayAsk={board.may_ask}
              isBusy={make.isPending || revoke.isPending}
              onAsk={() => ask([person.row])}
              onMail={() => setMailing([person.row])}
              onRevoke={() => {
                make.reset();
                revoke.mutate(person.row);
              }}
            />
          ))}
        </ol>
      </div>
      <Dialog isOpen={mailing.length > 0} isWide title={t('people.letter.title')} onClose={() => setMailing([])}>
        <LetterForm id={id} people={board.people.filter((person) => mailing.includes(person.row))} onDone={() => setMailing([])} />
      </Dialog>
      <MadeLinks links={made} onClose={() => setMade([])} />
    </Section>
  );
}
