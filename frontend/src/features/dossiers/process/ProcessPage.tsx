// Where is a dossier on its way through its society: review, publicity, council; what comes next, and by whom?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { ProcessView } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Page, QueryView, RecordText, Tag, toneOfState } from '../../../shared/ui';
import { DossierTabs } from '../components/DossierTabs';
import type { Timed } from '../queries';
import { NextStep } from './NextStep';
import { PublicitySection } from './PublicitySection';
import styles from './process.module.css';
import { useProcess } from './queries';
import { ResolutionSection } from './ResolutionSection';
import { Timeline } from './Timeline';

/** The page of one dossier's way. */
export default function ProcessPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const query = useProcess(id);
  const process = query.data;
  const title = t('process.title');
  return process ? (
    <Way process={process} />
  ) : (
    <Page title={title} tabTitle={title}>
      <QueryView query={query} rows={6} isFramed>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Way({ process }: { process: Timed<ProcessView> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const title = process.title.trim() || t('dossier.untitled');
  return (
    <Page
      title={t('process.title')}
      tabTitle={`${t('process.title')} · ${title}`}
      crumbs={[
        { label: t('dossier.board'), to: `/rounds/${process.round}/dossiers` },
        { label: title, to: `/dossiers/${process.id}` },
      ]}
      lead={
        <>
          {process.number} · <RecordText text={title} /> <Tag tone={toneOfState(process.state)}>{label('state', process.state)}</Tag>
        </>
      }
    >
      <DossierTabs id={process.id} />
      <Names value={process.names}>
        <div className={styles.page}>
          <NextStep process={process} />
          <Timeline process={process} />
          {/* A proof that is uploaded takes nothing of what was typed away; what somebody else wrote down does. */}
          <PublicitySection key={`${process.publicity?.id ?? ''} ${process.publicity?.closed_at ?? ''}`} process={process} />
          <ResolutionSection process={process} />
        </div>
      </Names>
    </Page>
  );
}
