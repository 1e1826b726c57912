//! Identifiers, secrets and mailboxes as deterministic CBOR, for what clients seal and store.

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};

use crate::chain::Chain;
use crate::frame::Mark;
use crate::id::{Address, AddressHash, CellHash, Handle, PublicKey, RelayId, Seed, Signature};
use crate::limit;
use crate::mailbox::{CellSize, Keep, Life, Mailbox};

macro_rules! as_bytes {
    ($($name:ident => $bytes:ident),* $(,)?) => {$(
        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
                e.bytes(self.$bytes())?.ok()
            }
        }
        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                Self::try_from(d.bytes()?).map_err(decode::Error::message)
            }
        }
    )*};
}

as_bytes! {
    RelayId => as_bytes,
    Handle => as_bytes,
    AddressHash => as_bytes,
    CellHash => as_bytes,
    PublicKey => as_bytes,
    Signature => as_bytes,
    Address => expose,
    Seed => expose,
}

fn class<T>(byte: u8, of_byte: impl Fn(u8) -> Option<T>) -> Result<T, decode::Error> {
    of_byte(byte).ok_or_else(|| decode::Error::message("unknown class"))
}

/// `[address hash, write key, close key, burn key / null, size, capacity, life, keep, append cost]`
impl<C> Encode<C> for Mailbox {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.array(9)?;
        self.address_hash.encode(e, ctx)?;
        self.write_key.encode(e, ctx)?;
        self.close_key.encode(e, ctx)?;
        self.burn_key.encode(e, ctx)?;
        e.u8(self.cell_size as u8)?.u32(self.capacity)?;
        e.u8(self.life as u8)?.u8(self.keep as u8)?.u8(self.append_cost)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Mailbox {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
        if d.array()? != Some(9) {
            return Err(decode::Error::message("a mailbox has nine fields"));
        }
        let mailbox = Self {
            address_hash: d.decode_with(ctx)?,
            write_key: d.decode_with(ctx)?,
            close_key: d.decode_with(ctx)?,
            burn_key: d.decode_with(ctx)?,
            cell_size: class(d.u8()?, CellSize::of_byte)?,
            capacity: d.u32()?,
            life: class(d.u8()?, Life::of_byte)?,
            keep: class(d.u8()?, Keep::of_byte)?,
            append_cost: d.u8()?,
        };
        let sane = (1..=limit::CAPACITY_MAX).contains(&mailbox.capacity)
            && mailbox.append_cost <= limit::APPEND_COST_MAX;
        if sane { Ok(mailbox) } else { Err(decode::Error::message("mailbox out of range")) }
    }
}

/// `[cells covered, chain, signature]`
impl<C> Encode<C> for Mark {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.array(3)?.u64(self.mark)?.bytes(&self.chain)?;
        self.signature.encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for Mark {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
        if d.array()? != Some(3) {
            return Err(decode::Error::message("a mark has three fields"));
        }
        let mark = d.u64()?;
        let chain = d.bytes()?.try_into().map_err(decode::Error::message)?;
        Ok(Self { mark, chain, signature: d.decode_with(ctx)? })
    }
}

/// `[cells covered, value]`
impl<C> Encode<C> for Chain {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.array(2)?.u64(self.count())?.bytes(self.value())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Chain {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        if d.array()? != Some(2) {
            return Err(decode::Error::message("a chain has two fields"));
        }
        let count = d.u64()?;
        Ok(Self::resume(count, d.bytes()?.try_into().map_err(decode::Error::message)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_comes_back_as_it_went() {
        let mut mailbox = Mailbox {
            address_hash: AddressHash([1; 32]),
            write_key: PublicKey([2; 32]),
            close_key: PublicKey([3; 32]),
            burn_key: None,
            cell_size: CellSize::K64,
            capacity: 9,
            life: Life::Days1,
            keep: Keep::Days90,
            append_cost: 4,
        };
        for burn_key in [None, Some(PublicKey([4; 32]))] {
            mailbox.burn_key = burn_key;
            let bytes = minicbor::to_vec(&mailbox).unwrap();
            assert_eq!(minicbor::decode::<Mailbox>(&bytes).unwrap(), mailbox);
        }
        mailbox.capacity = 0;
        assert!(minicbor::decode::<Mailbox>(&minicbor::to_vec(&mailbox).unwrap()).is_err());
    }
}
