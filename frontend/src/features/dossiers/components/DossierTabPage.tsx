// What stands around a tab of a dossier? Its title, number, form and state, the other tabs, and a place to wait for it.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { DossierDetail } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Page, QueryView, RecordText, Tag, toneOfState } from '../../../shared/ui';
import { useDossier } from '../queries';
import { DossierTabs } from './DossierTabs';

/** The page of a tab under the dossier of the address; `name` is the tab's, `rows` what it is high while it loads. */
export function DossierTabPage({ name, rows, children }: { name: string; rows: number; children: (dossier: DossierDetail) => ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  const { id = '' } = useParams();
  const query = useDossier(id);
  const dossier = query.data;
  const title = dossier?.title.trim() || t('dossier.untitled');
  return (
    <Page
      title={dossier ? <RecordText text={title} /> : name}
      tabTitle={dossier ? `${name} · ${title}` : name}
      crumbs={dossier ? [{ label: t('dossier.board'), to: `/rounds/${dossier.round}/dossiers` }] : []}
      lead={
        dossier && (
          <>
            <RecordText text={dossier.number} /> · {bilingual(dossier.form)} <Tag tone={toneOfState(dossier.state)}>{label('state', dossier.state)}</Tag>
          </>
        )
      }
    >
      {dossier && <DossierTabs id={id} />}
      <QueryView query={query} rows={rows} isFramed>
        {children}
      </QueryView>
    </Page>
  );
}
