//! Names as people bear them: surnames and given characters by their frequency, drawn by a seed.

/// Seeded draws (SplitMix64: Steele, Lea and Flood, 2014), the same on every machine.
pub(crate) struct Draw {
    state: u64,
}

impl Draw {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// From 0 to below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }
}

/// The tables, summed up.
pub(crate) struct Names {
    surnames: Table,
    characters: Table,
}

/// Words by their parts.
#[derive(Default)]
pub(crate) struct Table {
    words: Vec<String>,
    sums: Vec<usize>,
}

impl Table {
    /// The first column of a file with its parts in the column named; whole ones, at least one.
    pub(crate) fn read(text: &str, parts: &str) -> Self {
        let mut table = Self::default();
        let mut lines = text.lines();
        let place = lines.next().and_then(|head| head.split(',').position(|name| name == parts));
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let number = place.and_then(|place| cells.get(place)?.split('.').next());
            if let (Some(word), Some(Ok(number))) = (cells.first(), number.map(str::parse::<usize>))
            {
                let before = table.sums.last().copied().unwrap_or(0);
                table.words.push((*word).to_owned());
                table.sums.push(before + number.max(1));
            }
        }
        table
    }

    pub(crate) fn draw(&self, draw: &mut Draw) -> &str {
        let at = draw.below(self.sums.last().copied().unwrap_or(1));
        let place = self.sums.partition_point(|sum| *sum <= at);
        self.words.get(place).map_or("", String::as_str)
    }
}

impl Names {
    /// The tables of the program itself, without the rare names.
    pub(crate) fn standard() -> Self {
        Self::read(
            include_str!("../../rules/names/surnames.csv"),
            include_str!("../../rules/names/given_characters.csv"),
        )
    }

    /// Tables of surnames and given characters, the word first and its share in the column `ppm`.
    pub(crate) fn read(surnames: &str, characters: &str) -> Self {
        let (surnames, characters) = (Table::read(surnames, "ppm"), Table::read(characters, "ppm"));
        Self { surnames, characters }
    }

    /// A name; six in seven have two given characters.
    pub(crate) fn draw(&self, draw: &mut Draw) -> String {
        let given = if draw.below(7) == 0 { 1 } else { 2 };
        let mut name = self.surnames.draw(draw).to_owned();
        for _ in 0..given {
            name.push_str(self.characters.draw(draw));
        }
        name
    }
}
