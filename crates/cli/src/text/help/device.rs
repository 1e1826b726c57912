//! Help of `device`.

pub(crate) const DEVICE: &str = "Your other devices: bring one in, take one out";
pub(crate) const DEVICE_ROOMS: &str = "Only into this room; may be repeated [default: all rooms]";
pub(crate) const DEVICE_LINK_TEXT: &str =
    "The link that 'sitr device link' shows, or - to read it from standard input";
pub(crate) const DEVICE_IN_ROOM: &str = "Only in this room [default: all rooms]";
pub(crate) const DEVICE_NUMBER: &str = "Number of the device, as 'sitr device list' shows it";
pub(crate) const DEVICE_OTHERS: &str = "All of your devices but this one, in all rooms";

pub(crate) const DEVICE_LINK: &str = "Bring another device of yours into your rooms";
pub(crate) const DEVICE_LINK_MORE: &str = "\
It shows a link, as a code to scan and as a text, waits until the other device has followed it, and
asks for the eight digits that you see there. Only then is anything sent. Never type digits that
somebody reads to you: whoever gets you to type theirs becomes you, in all these rooms.

A room lets the other device in, without asking anybody, as soon as a device of its moderators or
admins is online. What was said before stays here. Both commands can be begun anew at any time.

Examples:
  sitr device link
  sitr device link --room Friends

What the relay can learn: that two connections use a mailbox with cells of 64 KiB for some minutes,
that mailboxes for answers are opened, and that soon somebody comes into rooms. Not that it is you.";
pub(crate) const DEVICE_JOIN: &str =
    "Make this device another one of yours, by the link that the first one shows";
pub(crate) const DEVICE_JOIN_MORE: &str = "\
It shows eight digits; type them into the device that shows the link. A profile is made where there
is none. Rooms that wait are finished by any later command that connects.

Examples:
  sitr device join 'sitr://device#...'
  sitr --profile phone device join - < link.txt

What the relay can learn: what it learns of 'sitr device link'.";
pub(crate) const DEVICE_LIST: &str = "List your devices in a room, or in all";
pub(crate) const DEVICE_LIST_MORE: &str = "\
A number is of one room: the same device can have another number in another room.

Examples:
  sitr device list
  sitr device list Friends

What the relay can learn: that your IP address reads the rooms' mailboxes.";
pub(crate) const DEVICE_REMOVE: &str = "Take one of your devices out, such as a lost one";
pub(crate) const DEVICE_REMOVE_MORE: &str = "\
It is done when a device of the room's moderators or admins is online. From then on the device that
was taken out reads and says nothing there. It still has the key of your name: tell those who keep the
room that it is lost. To leave a room with all your devices, use 'sitr leave'.

Examples:
  sitr device remove --others
  sitr device remove Friends 1

What the relay can learn: what it learns of 'sitr send', and that the room's mailbox is closed and another
one opened, as at every change of members or keys.";
