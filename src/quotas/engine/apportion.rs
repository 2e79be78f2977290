//! How are the places of an exact total shared out within bounds?
//!
//! A divisor method gives one place after another, each to the society with the highest quotient of
//! weight and divisor; the order in which the claims stand does not depend on the total, so a larger
//! total takes nothing from anyone (M. L. Balinski & H. P. Young, *Fair Representation*, 1982/2001).
//! Bounds only say at which place a society's claims begin and end (their chapter on minimum and
//! maximum requirements).
//!
//! Each society has three bounds. From the total down:
//!
//! | the total | places |
//! |---|---|
//! | above the sum of `high` | `high`, and the rest stays in the reserve |
//! | from the sum of `low` | between `low` and `high` |
//! | from the sum of `least` | between `least` and `low` |
//! | below that | between none and `least`: the floors cannot be met |
//!
//! Quotients are compared by cross-multiplication of whole numbers: exactly.

use std::cmp::Ordering;

use super::policy::Method;

/// The bounds of one society.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// Never fewer, unless the floors cannot be met.
    pub least: u32,
    /// As many, if the total allows; between `least` and `high`.
    pub low: u32,
    /// At most.
    pub high: u32,
}

/// Which bounds the total falls between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Everybody has the most.
    Plenty,
    /// Between `low` and `high`.
    Gaining,
    /// Between `least` and `low`.
    Losing,
    /// Below `least`.
    Short,
}

/// One claim to one more place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Claim {
    weight: u64,
    society: usize,
    /// Places that the society has before this one.
    held: u32,
}

/// Societies that share places: their claims in the order in which they are met.
pub struct Field<'a> {
    method: Method,
    seats: Vec<Seats>,
    sums: Sums,
    /// From none to `least`, from there to `low`, from there to `high`.
    claims: [Vec<Claim>; 3],
    /// Which of two societies comes first where quotient, weight and places are equal.
    tie: Box<dyn Fn(usize, usize) -> Ordering + Sync + 'a>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    least: u64,
    low: u64,
    high: u64,
}

impl Method {
    /// Orders two claims, the one to be met first before the other.
    fn order(self, one: (u64, u32), other: (u64, u32)) -> Ordering {
        let (one, other) = (self.quotient(one), self.quotient(other));
        // A divisor of zero stands above all: everybody gets a first place before a second.
        match (one.1 == 0, other.1 == 0) {
            (true, true) => other.0.cmp(&one.0),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => (other.0 * one.1).cmp(&(one.0 * other.1)),
        }
    }

    /// Weight over divisor as a fraction; for Hill the square of it. Weights are below 2⁴⁰ and
    /// places below 2²⁰, so that products stay within 128 bits.
    fn quotient(self, (weight, held): (u64, u32)) -> (u128, u128) {
        let (weight, held) = (u128::from(weight), u128::from(held));
        match self {
            Self::Adams => (weight, held),
            Self::Dean => (weight * (2 * held + 1), 2 * held * (held + 1)),
            Self::Hill => (weight * weight, held * (held + 1)),
            Self::Webster => (weight, 2 * held + 1),
            Self::Jefferson => (weight, held + 1),
        }
    }
}

impl<'a> Field<'a> {
    /// Puts the claims of all societies in order. A weight below one counts as one.
    pub fn new(
        method: Method,
        weights: &[u64],
        seats: Vec<Seats>,
        tie: impl Fn(usize, usize) -> Ordering + Sync + 'a,
    ) -> Self {
        let mut claims = [Vec::new(), Vec::new(), Vec::new()];
        let mut sums = Sums::default();
        for (society, (weight, seats)) in weights.iter().zip(&seats).enumerate() {
            sums.add(*seats);
            let claim = |held| Claim { weight: (*weight).max(1), society, held };
            claims[0].extend((0..seats.least).map(claim));
            claims[1].extend((seats.least..seats.low).map(claim));
            claims[2].extend((seats.low..seats.high).map(claim));
        }
        let mut field = Self { method, seats, sums, claims, tie: Box::new(tie) };
        let mut claims = std::mem::take(&mut field.claims);
        for claims in &mut claims {
            claims.sort_unstable_by(|one, other| {
                field.rank(one, other).then_with(|| (field.tie)(one.society, other.society))
            });
        }
        field.claims = claims;
        field
    }

    /// The written order of claims: quotient, then weight, then fewer places.
    fn rank(&self, one: &Claim, other: &Claim) -> Ordering {
        self.method
            .order((one.weight, one.held), (other.weight, other.held))
            .then_with(|| other.weight.cmp(&one.weight))
            .then_with(|| one.held.cmp(&other.held))
    }

    /// The bounds that a total falls between.
    pub fn regime(&self, total: u64) -> Regime {
        self.sums.regime(total)
    }

    /// The places of every society under a total; together the total, or less where nobody may
    /// have more.
    pub fn share(&self, total: u64) -> Vec<u32> {
        let regime = self.regime(total);
        let mut places: Vec<u32> = self.seats.iter().map(|seats| seats.base(regime)).collect();
        let left = usize::try_from(total - self.sums.base(regime).min(total)).unwrap_or(usize::MAX);
        for claim in self.of(regime).iter().take(left) {
            places[claim.society] += 1;
        }
        places
    }

    /// The places that one society would have under a total if its weight and bounds were others;
    /// `tie` orders the changed society before or after another.
    pub fn share_if(
        &self,
        (society, weight, seats): (usize, u64, Seats),
        total: u64,
        tie: impl Fn(usize) -> Ordering,
    ) -> u32 {
        let mut sums = self.sums;
        sums.remove(self.seats[society]);
        sums.add(seats);
        let regime = sums.regime(total);
        let (base, top) = (seats.base(regime), seats.top(regime));
        let left = total - sums.base(regime).min(total);
        let claims = self.of(regime);
        let mut places = base;
        for held in base..top {
            let claim = Claim { weight: weight.max(1), society, held };
            let ahead = self.others_ahead(claims, &claim, &tie) + u64::from(held - base);
            if ahead >= left {
                break;
            }
            places += 1;
        }
        places
    }

    /// How many claims of others are met before a claim that is not in the list.
    fn others_ahead(
        &self,
        claims: &[Claim],
        claim: &Claim,
        tie: &impl Fn(usize) -> Ordering,
    ) -> u64 {
        let start = claims.partition_point(|other| self.rank(other, claim) == Ordering::Less);
        let equal = claims[start..].partition_point(|other| self.rank(other, claim).is_eq());
        let equal = &claims[start..start + equal];
        let is_own = |other: &Claim| other.society == claim.society;
        let own = claims[..start].iter().filter(|other| is_own(other)).count();
        // The society's own former claim is no rival; on either side of it the order holds.
        let (before, after) = match equal.iter().position(is_own) {
            Some(place) => (&equal[..place], &equal[place + 1..]),
            None => (equal, &equal[..0]),
        };
        let wins = |other: &Claim| tie(other.society) == Ordering::Greater;
        let tied = before.partition_point(wins) + after.partition_point(wins);
        (start - own + tied) as u64
    }

    fn of(&self, regime: Regime) -> &[Claim] {
        match regime {
            Regime::Short => &self.claims[0],
            Regime::Losing => &self.claims[1],
            Regime::Gaining => &self.claims[2],
            Regime::Plenty => &[],
        }
    }
}

impl Sums {
    fn add(&mut self, seats: Seats) {
        self.least += u64::from(seats.least);
        self.low += u64::from(seats.low);
        self.high += u64::from(seats.high);
    }

    fn remove(&mut self, seats: Seats) {
        self.least -= u64::from(seats.least);
        self.low -= u64::from(seats.low);
        self.high -= u64::from(seats.high);
    }

    fn regime(self, total: u64) -> Regime {
        if total >= self.high {
            Regime::Plenty
        } else if total >= self.low {
            Regime::Gaining
        } else if total >= self.least {
            Regime::Losing
        } else {
            Regime::Short
        }
    }

    fn base(self, regime: Regime) -> u64 {
        match regime {
            Regime::Plenty => self.high,
            Regime::Gaining => self.low,
            Regime::Losing => self.least,
            Regime::Short => 0,
        }
    }
}

impl Seats {
    fn base(self, regime: Regime) -> u32 {
        match regime {
            Regime::Plenty => self.high,
            Regime::Gaining => self.low,
            Regime::Losing => self.least,
            Regime::Short => 0,
        }
    }

    fn top(self, regime: Regime) -> u32 {
        match regime {
            Regime::Plenty | Regime::Gaining => self.high,
            Regime::Losing => self.low,
            Regime::Short => self.least,
        }
    }
}
