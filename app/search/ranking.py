"""Every factor of the order « pertinence », with its reason. All whole numbers, so that the order is exact and stable.

A listing's place is decided by, in this order:

1. its *tier*, 0 to 7: 7 when the text is its own name; otherwise the share of the needs that it answers, in sixths. A
   need is answered fully by the right type or by the name, weakly by other words;
2. how many of the recognised facts (commune, age, days…) it fits, so that those that fit them all come first;
3. its distance, when there is a point to count from;
4. the words: BM25F, to prefer rare words, and short listings that speak of little else; where none is written, the
   type that the vocabulary gives first for a need; without words but with an age, services made for that age come
   before those for everyone;
5. its name, then its id: two equal listings always stand in the same order.
"""

from __future__ import annotations

#: BM25 as published; nothing in our measures asked for other values.
K1 = 1.2
B = 0.75
#: A word of the name says what the listing is; one of the description, what it mentions.
NAME_BOOST = 3
#: BM25 is rounded to eighths: finer differences mean nothing to a reader.
IMPACT_SCALE = 8
#: What being of the first of several types is worth: any word that is written weighs more.
FIRST_TYPE = 1

#: How well a need is answered, out of 100: a type has the weight that the vocabulary gives it. When a word means some
#: types, another type that has it in its name is a lesser answer (« Café des parents » is not the Caf).
IN_NAME = 100
IN_NAME_OF_ANOTHER_TYPE = 70
IN_BODY = 25

OWN_NAME_TIER = 7
FULL_TIER = 6

#: Bits of each part of the sorting key: 3 + 4 + 25 + 12 + 19 = 63.
TIER_BITS, FACT_BITS, DISTANCE_BITS, WORD_BITS, NAME_BITS = 3, 4, 25, 12, 19
MAX_FACTS = (1 << FACT_BITS) - 1
MAX_WORDS = (1 << WORD_BITS) - 1
#: Half the Earth's circumference is less than this many metres.
NOWHERE = (1 << DISTANCE_BITS) - 1


#: What a narrow range of ages is worth in the place of words: (widest range in months, weight).
MADE_FOR_AGE = ((72, 200), (216, 100))
