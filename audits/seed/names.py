"""Invented names. Put together at random, any likeness to somebody is chance."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MALE = _words("""
    Aaron Adrian Alan Alistair Andre Anthony Barry Ben Bradley Brendan Callan Carl Cedric
    Clive Colin Connor Craig Curtis Damian Darren Dean Declan Denzil Derek Dominic Duncan
    Dwayne Edwin Elliot Errol Ewan Felix Fergus Floyd Frank Gavin Gerard Glyn Gordon Graeme
    Hamza Harvey Howard Hugh Imran Isaac Jerome Joel Karim Keith Kieran Lance Leroy Lloyd Luka
    Malcolm Marek Mervyn Mitchell Nathan Neil Nigel Omar Owen Patrick Perry Piotr Quentin
    Rafal Ray Reece Ricky Roland Rory Russell Scott Shane Sidney Stefan Stuart Terence Toby
    Trevor Vince Wayne Winston Yusuf Zak
""")
FEMALE = _words("""
    Abigail Adele Agnes Alma Andrea Anita Bernice Beth Bridget Carla Celia Chantelle Charmaine
    Colette Dawn Deborah Delia Donna Eileen Elsie Emma Fatima Fiona Gail Gemma Gwen Hayley
    Hazel Hilda Imelda Irene Jade Janice Jolene Kasia Kelly Kirsty Lara Leticia Lorna Maeve
    Mandy Marcia Maureen Mina Nadia Natalie Nerys Nina Olive Orla Paula Petra Roisin Rosa Ruby
    Sabina Sandra Selma Shanice Sinead Stacey Tamsin Tania Una Vera Wanda Yvette Zara
""")
FAMILY = _words("""
    Abbott Ackroyd Aldous Amory Anstey Arkwright Ashby Atwell Bagshaw Bancroft Barlow Beamish
    Beckwith Bellamy Benbow Birtwell Blackmore Blakely Bolam Bowyer Bracken Brassett Brindle
    Brookside Buckley Calloway Cardew Carlin Castell Challis Chegwin Clegg Cobbold Colclough
    Corrigan Cotterill Crabtree Craddock Cresswell Cudworth Dalby Danvers Dearden Denholm
    Devereux Dimmock Dobbs Dorsett Draycott Dunmore Eastwick Eccles Edgeley Elphick Entwistle
    Everard Fairclough Farrant Fenwick Finnegan Flaxman Fordham Foxley Frayne Gadsby Garside
    Gillow Gladwin Goodacre Gorringe Grafton Greatorex Greenhalgh Hadley Halliwell Hanrahan
    Harbottle Hargrave Haslam Haworth Hebden Hexley Hobday Holgate Hornby Huxtable Iddon
    Ingram Ivory Jarrold Jessop Kavanagh Kellaway Kershaw Kilburn Kirkbride Knaggs Lamplugh
    Langstaff Latchford Leadbetter Lethbridge Linacre Lockyer Lomas Lowther Ludlow Maddox
    Mallinson Marchbank Mawdsley Meldrum Merriman Millward Mottley Musgrave Nettleton Newbold
    Nuttall Oakden Ogden Oldroyd Orrell Oswin Padgett Pargeter Parkin Peverell Pickering
    Pomfret Prewett Quigley Quinlan Radcliff Ramsden Rawnsley Redfern Renshaw Riddick Rigby
    Rokeby Rushworth Salter Scholes Seddon Selwood Shawcross Shelton Sibley Skelton Snaith
    Southern Sowerby Stapleton Stenhouse Sugden Swinburn Talbot Tattersall Thackray Thirkell
    Thurlow Tindall Tolson Tranter Treadwell Truscott Tunstall Underhill Unsworth Varley
    Verity Wadsworth Wainwright Walmsley Wardle Waterhouse Weatherby Wetherall Whitworth
    Widdowson Wigmore Winstanley Wolstan Woodhead Wragg Wymond Yardley Yelland Youngson
""")

PHARMACIES = (
    "Quay Pharmacy",
    "Harbour Pharmacy",
    "Eastfield Chemist",
    "Mill Lane Pharmacy",
    "Station Road Pharmacy",
    "Northgate Chemist",
)
COMMUNICATION_NEEDS = (
    "Large print",
    "Easy read",
    "Interpreter: Polish",
    "Speak on the left side",
    "Texts rather than letters",
)
OTHER_SERVICES = (
    "Riverside Recovery Service",
    "Hillcrest Drug and Alcohol Service",
    "Castle Street Service",
)
