// Which phases does the review of a round have, and how far are they?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useYear } from '../../../shared/address';
import { Button, EmptyState, Page, QueryView, Section } from '../../../shared/ui';
import { managesReviews } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { PhaseCard } from '../components/PhaseCard';
import { NewPhaseForm } from '../components/PhaseForm';
import styles from '../components/reviews.module.css';
import { usePhases } from '../queries';
import { freeCategories } from '../words';

const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;

/** The phases of a round. */
export default function PhasesPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayManage = managesReviews(useAccount());
  const query = usePhases(year);
  const [isOpen, setOpen] = useState(false);
  const free = freeCategories(CATEGORIES, query.data ?? []);
  const canDraft = mayManage && query.data !== undefined && free.length > 0;
  return (
    <Page
      title={t('nav.reviewPhases')}
      tabTitle={t('nav.reviewPhases')}
      lead={t('reviews.lead')}
      actions={
        canDraft &&
        !isOpen && (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('reviews.newPhase')}
          </Button>
        )
      }
    >
      {canDraft && isOpen && (
        <Section title={t('reviews.newPhase')}>
          <NewPhaseForm year={year} free={free} onDone={() => setOpen(false)} />
        </Section>
      )}
      <Section title={t('reviews.phases')} hint={t('reviews.phasesHint')}>
        <QueryView query={query} rows={6}>
          {(phases) =>
            phases.length === 0 ? (
              <EmptyState title={t('reviews.noPhases')} text={t('reviews.noPhasesText')} />
            ) : (
              <ul className={styles.cards} aria-label={t('reviews.phases')}>
                {phases.map((phase) => (
                  <PhaseCard key={phase.id} year={year} phase={phase} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
