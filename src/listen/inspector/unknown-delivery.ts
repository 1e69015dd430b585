/** There is no such delivery here, or it is no longer kept. */
export class UnknownDelivery extends Error {
  override readonly name = 'UnknownDelivery';

  constructor(id: string) {
    super(`There is no delivery ${id} here, or it is no longer kept.`);
  }
}
