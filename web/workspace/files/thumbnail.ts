// The small picture of a file: fetched when it comes near, under one more address where the first had ended early.
import type { FilePlace } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { type RefObject, useEffect, useState } from 'react';
import { useNear } from './near.ts';
import { addressesOf } from './trays.ts';

interface Thumbnail {
  /** Nothing until it is known. */
  address: string | null;
  /** It cannot be had: something else stands in its place. */
  isLost: boolean;
  onError: () => void;
}

export function useThumbnail(place: FilePlace, box: RefObject<Element | null>): Thumbnail {
  const client = useClient();
  const isNear = useNear(box);
  const [address, setAddress] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const { conversation_id, message_id, file_id } = place;

  useEffect(() => {
    if (!isNear || tries > 1) return;
    let isHere = true;
    const where = { conversation_id, message_id, file_id };
    addressesOf(client)
      .of(where, tries > 0)
      .then(
        ({ thumbnail_url }) => isHere && setAddress(thumbnail_url),
        () => isHere && setTries(2),
      );
    return () => {
      isHere = false;
    };
  }, [client, isNear, tries, conversation_id, message_id, file_id]);

  return {
    address,
    isLost: tries > 1,
    onError: () => {
      setAddress(null);
      setTries(tries + 1);
    },
  };
}
