export default 'poll';
