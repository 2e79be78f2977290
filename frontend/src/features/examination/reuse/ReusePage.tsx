// What does one nomination share with others?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Disclosure, Page, RecordText, Section } from '../../../shared/ui';
import { SealGallery } from '../seals/SealGallery';
import { useReuse } from './queries';
import { ReusePanel } from './ReusePanel';

/** The page of what a nomination shares with others. */
export default function ReusePage() {
  const { t } = useTranslation();
  const id = useParams().id ?? '';
  const nomination = useReuse(id).data?.nomination;
  return (
    <Page
      crumbs={nomination ? [{ label: nomination.title, to: `/rounds/${nomination.round}/nominations/${nomination.id}` }] : []}
      title={t('reuse.title')}
      tabTitle={t('reuse.title')}
      lead={nomination ? <RecordText text={nomination.number} /> : undefined}
    >
      <p>{t('reuse.lead')}</p>
      <ReusePanel nominationId={id} />
      <Section title={t('seals.title')}>
        <Disclosure label={t('seals.show')}>
          <SealGallery dossierId={id} />
        </Disclosure>
      </Section>
    </Page>
  );
}
