/** The delivery does not exist or is no longer kept. */
export class UnknownDelivery extends Error {
  override readonly name = 'UnknownDelivery';

  constructor(id: string) {
    super(`Delivery ${id} does not exist or is no longer kept.`);
  }
}
