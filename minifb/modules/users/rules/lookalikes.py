"""Letters that are drawn like Latin ones.

They are those of Unicode TR39's table of confusables that belong to alphabets in use, as far as they are drawn like a
letter from a to z; its six thousand rows are mostly what NFKD brings together anyway, and scripts of the past.
"""

# ruff: noqa: RUF001, RUF003 - letters that can be mistaken for each other are what this file is about

# A Latin letter, and what is drawn like it once capitals are folded. Capitals stand here where they look like another
# letter than their small ones do: Greek Ν is an N, ν is a v. Of i, l and 1 nobody can tell one from another.
_DRAWN = """
a аɑα@Ꭺᗅꓮ
b вьƅβꞵᏏᏴᗷꓐ
c сϲϹᴄⲥᏟꓚ
d ԁᎠᏧᗞᗪꓒꓓ
e еҽєεᎬꓰꬲ
f ϝẝꞙքꓝᖴ
g ɡցԍᶃᏀᏳꓖ
h нһհΗⲏᎻᏂꓧᕼ
j јϳʝᎫꓙ
k кκⲕᎫᏦꓗ
l Iiı1|!іӏιɩɪǀⅼꙇⲓⳑᎥᏞꓡꓲᒪ
m мМϻΜⲙᎷꓟᗰ
n ոռηΝⲛꓠп
o 0оοσօᴏⲟჿ०੦૦௦౦೦൦๐໐၀۵০୦〇ዐꓳס
p рρⲣᏢꓑᑭ
q ԛգզ
r гᴦʀⲅᎡᏒꓣᖇ
s ѕƽꜱ$տᏕᏚꓢ
t тτⲧᎢꓔ
u υսʋᴜꞟꭎꭒꓴᑌμ
v ѵνᴠᏙꓦ
w ѡԝաɯωᴡᎳᏔꓪ
x хχⲭꭓꓫ
y уүγɣΥʏყⲩᎩᎽꓬ
z ζᴢᏃꓜ
"""
LIKE = {drawn: line[0] for line in _DRAWN.split("\n") if line for drawn in line[2:]}
"""What a letter is taken for."""
