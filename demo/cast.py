"""The demo's cast: a small team in several time zones."""

from emulator import Seed, SeedChannel, SeedPerson

TEAM = "T0COOP"
CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Lena,Fischer,https://www.linkedin.com/in/lena-fischer-example,,Kettle,Head of Pricing,12 Mar 2024
Omar,Haddad,https://www.linkedin.com/in/omar-haddad-example,,Acme,Product Designer,03 Jan 2023
Grace,Adeyemi,https://www.linkedin.com/in/grace-adeyemi-example,,Acme,VP Customer Success,18 Sep 2021
Tomás,Vidal,https://www.linkedin.com/in/tomas-vidal-example,,Tidewater,Engineering Lead,27 May 2025
Ruth,Keller,https://www.linkedin.com/in/ruth-keller-example,,Fernhill,Research Operations,09 Nov 2022
"""
"""A few of Ada's, in LinkedIn's own form: `/coop who Acme` looks among them."""
NOTE = "A workspace on your own machine. Its people are a sample cast, and their last weeks are made up."


def cast() -> Seed:
    """Who is there when the workspace is opened for the first time."""
    people = [
        SeedPerson("U0ADA", "ada", "Ada Okafor", tz="Europe/London", locale="en-GB", title="Head of partnerships"),
        SeedPerson("U0SAM", "sam", "Sam Rivera", tz="America/New_York", locale="en-US", title="Product lead"),
        SeedPerson("U0BO", "bo", "Bo Lindqvist", tz="Europe/Stockholm", locale="en-GB", title="Research"),
        SeedPerson("U0CLEO", "cleo", "Cleo Marchetti", tz="Europe/Rome", locale="en-GB", title="Design"),
        SeedPerson("U0DAN", "dan", "Dan Whitlock", tz="America/Los_Angeles", locale="en-US", title="Engineering"),
    ]
    everybody = [person.id for person in people]
    channels = [
        SeedChannel("C0GENERAL", "general", everybody, bot_is_member=True, topic="Everyone, everything"),
        SeedChannel("C0PEERS", "learning-from-peers", everybody, bot_is_member=True, topic="What others do well"),
    ]
    return Seed(team_id=TEAM, team_name="Northlight", people=people, channels=channels)
